// Random values of the contract's schemas for property tests; never used by the product.
import fc from "fast-check";
import {
	type Amounts,
	type Conditions,
	type Grant,
	type GrantDraft,
	grantMeaning,
	type Hours,
} from "../contract/consent.ts";
import type { Facts } from "../contract/facts.ts";
import { type Job, type JobClass, jobClasses, type Requester, type SignedJob } from "../contract/job.ts";
import type { DecideInput } from "./decide.ts";

/** A fixed instant, in the middle of a day in every time zone's terms. */
export const anInstant = 1_800_000_000_000;

const hex64 = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });
export const digests = hex64.map((hex) => `sha256:${hex}`);
export const uuids = fc.uuid({ version: 4 });
const keyText = fc.string({ unit: fc.constantFrom(..."ABCDEFGHabcdefgh01234567-_"), minLength: 43, maxLength: 43 });
export const requesters = fc.record({
	name: fc.constantFrom("Ada", "Grace Hopper", "Zoë", "home-2"),
	publicKey: keyText.map((text) => `ed25519:${text}`),
}) as fc.Arbitrary<Requester>;

export const offsets = fc.integer({ min: -56, max: 56 }).map((quarters) => quarters * 15);
export const instants = fc.integer({ min: anInstant - 400 * 86_400_000, max: anInstant + 400 * 86_400_000 });
const minutes = fc.integer({ min: 0, max: 1439 });
export const hours: fc.Arbitrary<Hours> = fc.record({ from: minutes, to: minutes });
export const conditions: fc.Arbitrary<Conditions> = fc.record({
	when: fc.constantFrom("idle", "any-time"),
	hours: fc.option(hours),
	quietHours: fc.option(hours),
	onBattery: fc.boolean(),
	onMetered: fc.boolean(),
});
export const amounts: fc.Arbitrary<Amounts> = fc.record({
	cpus: fc.integer({ min: 2, max: 320 }).map((n) => n / 20),
	memoryMiB: fc.integer({ min: 16, max: 16_384 }),
	scratchMiB: fc.integer({ min: 1, max: 16_384 }),
});
export const classes = fc.uniqueArray(fc.constantFrom(...jobClasses), { minLength: 1 });
export const runners = fc.record({ wasm: fc.boolean(), container: fc.boolean(), gpu: fc.boolean() });
export const allRunners: Record<JobClass, boolean> = { wasm: true, container: true, gpu: true };

export const drafts = fc.record({
	classes,
	amounts,
	conditions,
	requesters: fc.array(requesters, { minLength: 1, maxLength: 3 }),
	days: fc.integer({ min: 1, max: 365 }),
}) satisfies fc.Arbitrary<GrantDraft>;

/** The grant a draft becomes when somebody says yes at `givenAt`. */
export function grantOf(draft: GrantDraft, givenAt: number, more: Partial<Grant> = {}): Grant {
	return {
		id: "11111111-1111-4111-8111-111111111111" as Grant["id"],
		person: "ada",
		deviceId: "device-1",
		classes: draft.classes,
		amounts: draft.amounts,
		conditions: draft.conditions,
		requesters: draft.requesters,
		givenAt,
		expiresAt: givenAt + draft.days * 86_400_000,
		shown: { locale: "en", text: "...", digest: `sha256:${"a".repeat(64)}` as Grant["shown"]["digest"] },
		meaning: grantMeaning,
		appVersion: "0.1.0",
		via: "window",
		supersedes: null,
		...more,
	};
}

export const grants: fc.Arbitrary<Grant> = fc
	.tuple(drafts, instants, uuids, fc.constantFrom("ada", "grace", "zoë"), fc.constantFrom(0, 1, 1, 1, 2))
	.map(([draft, givenAt, id, person, meaning]) => grantOf(draft, givenAt, { id: id as Grant["id"], person, meaning }));

const fact = <T>(value: fc.Arbitrary<T>, at: number) =>
	fc.oneof(
		{
			weight: 6,
			arbitrary: fc.record({ known: fc.constant(true as const), value, at: ages(at), source: fc.constant("test") }),
		},
		{
			weight: 1,
			arbitrary: fc.record({ known: fc.constant(false as const), at: ages(at), source: fc.constant("test") }),
		},
	);
const ages = (now: number) =>
	fc.oneof(
		{ weight: 8, arbitrary: fc.integer({ min: 0, max: 30_000 }).map((age) => Math.max(0, now - age)) },
		{ weight: 1, arbitrary: fc.integer({ min: -60_000, max: 90_000 }).map((age) => Math.max(0, now - age)) },
	);

/** Facts read around `now`, a few of them unknown, stale or from the future. */
export const factsAt = (now: number): fc.Arbitrary<Facts> =>
	fc.record({
		idleSeconds: fact(fc.integer({ min: 0, max: 900 }), now),
		onBattery: fact(fc.boolean(), now),
		metered: fact(fc.boolean(), now),
		othersCpus: fact(fc.double({ min: 0, max: 16, noNaN: true }), now),
		othersMemoryMiB: fact(fc.integer({ min: 0, max: 65_536 }), now),
		availableMemoryMiB: fact(fc.integer({ min: 0, max: 2048 }), now),
		freeDiskMiB: fact(fc.integer({ min: 0, max: 65_536 }), now),
		locked: fact(fc.boolean(), now),
		suspended: fact(fc.boolean(), now),
		thermal: fact(fc.constantFrom("nominal", "fair", "serious", "critical"), now),
	});

/** Facts read at `now` that no grant holds against. */
export function bestFacts(now: number): Facts {
	const known = <T>(value: T) => ({ known: true as const, value, at: now, source: "test" });
	return {
		idleSeconds: known(100_000),
		onBattery: known(false),
		metered: known(false),
		othersCpus: known(0),
		othersMemoryMiB: known(0),
		availableMemoryMiB: known(1_048_576),
		freeDiskMiB: known(1_048_576),
		locked: known(false),
		suspended: known(false),
		thermal: known("nominal"),
	};
}

/** Everything the schemas allow, hopeless or not. */
export const decideInputs: fc.Arbitrary<DecideInput> = instants.chain((now) =>
	fc.record({
		grants: fc.array(grants, { maxLength: 3 }),
		pausedUntil: fc.option(fc.integer({ min: now - 86_400_000, max: now + 86_400_000 }), { freq: 2 }),
		stopping: fc.boolean(),
		ledgerOk: fc.boolean(),
		facts: fc.option(factsAt(now)),
		runners,
		poolConnected: fc.boolean(),
		now: fc.constant(now),
		offsetMinutes: offsets,
	}),
);

/** An input that lends: one grant that is inside its hours, the best facts, nothing in the way. */
export const lendingInputs: fc.Arbitrary<DecideInput> = fc
	.record({
		draft: drafts,
		now: instants,
		offsetMinutes: offsets,
		start: minutes,
		length: fc.integer({ min: 1, max: 1439 }),
	})
	.map(({ draft, now, offsetMinutes, start, length }) => {
		const local = Math.floor((((now / 60_000 + offsetMinutes) % 1440) + 1440) % 1440);
		const from = (local - (start % length) + 1440) % 1440;
		const open = { from, to: (from + length) % 1440 };
		const shut = { from: open.to, to: open.from };
		const { hours: some, quietHours: quiet } = draft.conditions;
		const windows = { hours: some && open, quietHours: quiet && shut };
		const grant = grantOf({ ...draft, conditions: { ...draft.conditions, ...windows } }, now - 1000);
		return {
			grants: [grant],
			pausedUntil: null,
			stopping: false,
			ledgerOk: true,
			facts: bestFacts(now),
			runners: allRunners,
			poolConnected: true,
			now,
			offsetMinutes,
		};
	});

const limits = fc.record({
	cpu: fc.integer({ min: 2, max: 80 }).map((n) => n / 20),
	memoryMiB: fc.integer({ min: 16, max: 4096 }),
	scratchMiB: fc.integer({ min: 1, max: 4096 }),
	pids: fc.integer({ min: 1, max: 64 }),
	seconds: fc.integer({ min: 1, max: 3600 }),
});

/** Jobs without secrets, as their schema allows; `requester` from the list when there is one. */
export function jobsBy(from: readonly Requester[]): fc.Arbitrary<Job> {
	const names = fc.constantFrom("a.txt", "b.txt", "data_1.csv");
	return fc.record({
		v: fc.constant(1 as const),
		id: uuids,
		requester:
			from.length > 0 ? fc.constantFrom(...from.map((one) => one.publicKey)) : requesters.map((r) => r.publicKey),
		purpose: fc.constantFrom("Draw a picture", "Count words"),
		class: fc.constantFrom(...jobClasses),
		artifact: fc.record({ digest: digests }),
		argv: fc.array(fc.constantFrom("python", "main.py", "--size", "400", "in/a.txt"), { maxLength: 5 }),
		env: fc.dictionary(fc.constantFrom("LANG", "SEED_COUNT", "SIZE"), fc.constantFrom("C.UTF-8", "3", "x=y")),
		inputs: fc.uniqueArray(fc.record({ name: names, digest: digests, bytes: fc.nat(1000) }), {
			selector: (f) => f.name,
		}),
		outputs: fc.uniqueArray(fc.record({ name: names, maxBytes: fc.integer({ min: 1, max: 9999 }) }), {
			selector: (f) => f.name,
		}),
		limits,
		createdAt: instants,
		deadline: instants,
		attempts: fc.integer({ min: 1, max: 10 }),
		network: fc.constant("none" as const),
	}) as unknown as fc.Arbitrary<Job>;
}

export const signedJobs: fc.Arbitrary<SignedJob> = jobsBy([]).map((job) => ({ job, signature: "A".repeat(86) }));
