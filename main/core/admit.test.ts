import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Grant } from "../contract/consent.ts";
import type { Budget } from "../contract/decision.ts";
import { memoryFloorMiB } from "../contract/facts.ts";
import type { Job, Limits, Requester, SignedJob } from "../contract/job.ts";
import { type AdmitInput, admit } from "./admit.ts";
import { allRunners, amounts, anInstant, classes, jobsBy, requesters, runners, uuids } from "./arbitraries.ts";
import { footprint, sandboxMemoryMiB } from "./footprint.ts";

const signed = (job: Job): SignedJob => ({ job, signature: "A".repeat(86) });
const allowances = fc.record({
	grantId: uuids,
	classes,
	amounts,
	requesters: fc.array(requesters, { minLength: 1, maxLength: 2 }),
	until: fc.constantFrom(anInstant + 1, anInstant + 3_600_000, anInstant),
});
const budgets = fc
	.uniqueArray(allowances, { minLength: 1, maxLength: 3, selector: (one) => one.grantId })
	.map((all) => ({ allowances: all }) as unknown as Budget);
const inputs: fc.Arbitrary<AdmitInput> = budgets.chain((budget) =>
	fc.record({
		signed: jobsBy(budget.allowances.flatMap((one) => one.requesters)).map(signed),
		signatureOk: fc.boolean(),
		budget: fc.constant(budget),
		used: fc.constant([]),
		capacity: fc.record({ cpus: fc.integer({ min: 1, max: 32 }), memoryMiB: fc.integer({ min: 0, max: 32_768 }) }),
		runners,
		now: fc.constant(anInstant),
	}),
);

test("whatever is admitted was signed, in time, asked by an allowed key, of an allowed class that runs here", () => {
	let admitted = 0;
	fc.assert(
		fc.property(inputs, (input) => {
			const admission = admit(input);
			if (!admission.ok) return;
			admitted++;
			const { job } = input.signed;
			expect(input.signatureOk && input.now <= job.deadline && input.runners[job.class]).toBe(true);
			expect(input.budget.allowances).toContain(admission.allowance);
			expect(admission.allowance.until).toBeGreaterThan(input.now);
			expect(admission.allowance.classes).toContain(job.class);
			expect(admission.allowance.requesters.map((one) => one.publicKey)).toContain(job.requester);
		}),
		{ numRuns: 2000 },
	);
	expect(admitted).toBeGreaterThan(20);
});

test("over every sequence of admits and ends, the jobs together fit each grant's amounts and the PC", () => {
	let together = 0;
	const scenes = budgets.chain((budget) =>
		fc.record({
			budget: fc.constant(budget),
			capacity: fc.record({ cpus: fc.integer({ min: 1, max: 32 }), memoryMiB: fc.integer({ min: 512, max: 32_768 }) }),
			acts: fc.array(
				fc.oneof(
					{ weight: 3, arbitrary: jobsBy(budget.allowances.flatMap((one) => one.requesters)) },
					{ weight: 1, arbitrary: fc.nat(10) },
				),
				{ minLength: 5, maxLength: 40 },
			),
		}),
	);
	fc.assert(
		fc.property(scenes, ({ budget, capacity, acts }) => {
			const used: { grantId: Grant["id"]; limits: Limits }[] = [];
			const sum = (list: { limits: Limits }[], pick: (limits: Limits) => number) =>
				list.reduce((total, one) => total + pick(one.limits), 0);
			// Cores are multiples of 0.05: twentieths add up exactly.
			const twentieths = (limits: Limits) => Math.round(limits.cpu * 20);
			for (const act of acts) {
				if (typeof act === "number") {
					used.splice(act, 1);
					continue;
				}
				const job = { ...act, deadline: anInstant };
				const input = {
					signed: signed(job),
					signatureOk: true,
					budget,
					used,
					capacity,
					runners: allRunners,
					now: anInstant,
				};
				const admission = admit(input);
				if (!admission.ok) continue;
				used.push({ grantId: admission.allowance.grantId, limits: footprint(job) });
				together = Math.max(together, used.length);
				for (const one of budget.allowances) {
					const own = used.filter((some) => some.grantId === one.grantId);
					expect(sum(own, twentieths)).toBeLessThanOrEqual(Math.round(one.amounts.cpus * 20));
					expect(sum(own, (limits) => limits.memoryMiB)).toBeLessThanOrEqual(one.amounts.memoryMiB);
					expect(sum(own, (limits) => limits.scratchMiB)).toBeLessThanOrEqual(one.amounts.scratchMiB);
				}
				expect(sum(used, twentieths)).toBeLessThanOrEqual(capacity.cpus * 20);
				expect(sum(used, (limits) => limits.memoryMiB)).toBeLessThanOrEqual(capacity.memoryMiB - memoryFloorMiB);
			}
		}),
		{ numRuns: 300 },
	);
	expect(together).toBeGreaterThan(2);
});

describe("a refusal names the one reason that matters", () => {
	const key = `ed25519:${"a".repeat(43)}` as Requester["publicKey"];
	const limits: Limits = { cpu: 1, memoryMiB: 512, scratchMiB: 64, pids: 8, seconds: 60 };
	const grantId = "11111111-1111-4111-8111-111111111111" as Grant["id"];
	const [some] = fc.sample(jobsBy([{ name: "Ada", publicKey: key } as Requester]), { seed: 1, numRuns: 1 });
	if (!some) throw new Error("no sample");
	const job: Job = { ...some, class: "wasm", limits, deadline: anInstant };
	const allowance: Budget["allowances"][number] = {
		grantId,
		classes: ["wasm"],
		amounts: { cpus: 2, memoryMiB: 2 * (512 + sandboxMemoryMiB.wasm), scratchMiB: 128 },
		requesters: [{ name: "Ada", publicKey: key } as Requester],
		until: anInstant + 1000,
	};
	const plain: AdmitInput = {
		signed: signed(job),
		signatureOk: true,
		budget: { allowances: [allowance] },
		used: [],
		capacity: { cpus: 4, memoryMiB: 4096 },
		runners: { wasm: true, container: true, gpu: false },
		now: anInstant,
	};
	const withJob = (change: Partial<Job>): AdmitInput => ({ ...plain, signed: signed({ ...job, ...change }) });
	const withLimits = (change: Partial<Limits>) => withJob({ limits: { ...limits, ...change } });
	const used = (count: number) => Array.from({ length: count }, () => ({ grantId, limits: footprint(job) }));

	test("the plain job is admitted", () => {
		expect(admit(plain)).toEqual({ ok: true, allowance });
		expect(admit({ ...plain, used: used(1) })).toEqual({ ok: true, allowance });
	});

	test.each([
		["a bad signature", { ...plain, signatureOk: false }, "job.bad-signature", "never"],
		["a deadline passed", { ...plain, now: anInstant + 1 }, "job.deadline-passed", "never"],
		["a secret", withJob({ env: { API_TOKEN: "abc" } }), "job.secret", "never"],
		[
			"another key",
			withJob({ requester: `ed25519:${"b".repeat(43)}` as Job["requester"] }),
			"job.requester-not-allowed",
			"elsewhere",
		],
		["another class", withJob({ class: "container" }), "job.class-not-allowed", "elsewhere"],
		["no runner", { ...plain, runners: { ...plain.runners, wasm: false } }, "runner.unavailable", "elsewhere"],
		["more cores than granted", withLimits({ cpu: 2.05 }), "job.over-limit", "elsewhere"],
		[
			"more memory than granted",
			withLimits({ memoryMiB: 1024 + sandboxMemoryMiB.wasm + 1 }),
			"job.over-limit",
			"elsewhere",
		],
		["more scratch than granted", withLimits({ scratchMiB: 129 }), "job.over-limit", "elsewhere"],
		["more than the PC has", { ...plain, capacity: { cpus: 0.5, memoryMiB: 4096 } }, "job.over-limit", "elsewhere"],
		["a full grant", { ...plain, used: used(2) }, "job.no-room", "later"],
		["a full PC", { ...plain, used: used(1), capacity: { cpus: 1.5, memoryMiB: 4096 } }, "job.no-room", "later"],
		[
			"an allowance that ended",
			{ ...plain, budget: { allowances: [{ ...allowance, until: anInstant }] } },
			"job.no-room",
			"later",
		],
	] as const)("%s", (_, input, code, again) => {
		expect(admit(input as AdmitInput)).toMatchObject({ ok: false, code, again });
	});

	test("three tenths of a core fit three times into 0.9", () => {
		const third = { ...limits, cpu: 0.3, memoryMiB: 16, scratchMiB: 1 };
		const budget = { allowances: [{ ...allowance, amounts: { ...allowance.amounts, cpus: 0.9 } }] };
		const input = { ...withLimits(third), budget };
		const three = Array.from({ length: 3 }, () => ({ grantId, limits: third }));
		expect(admit({ ...input, used: three.slice(1) })).toMatchObject({ ok: true });
		expect(admit({ ...input, used: three })).toMatchObject({ ok: false, code: "job.no-room" });
	});

	test("a job waits its turn under the next allowance that has room", () => {
		const second = { ...allowance, grantId: "22222222-2222-4222-8222-222222222222" as Grant["id"] };
		const input = { ...plain, budget: { allowances: [allowance, second] }, used: used(2) };
		expect(admit(input)).toEqual({ ok: true, allowance: second });
	});
});
