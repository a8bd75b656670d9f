// How soon a PC that lends steps back: from the moment a fact changes to the moment the work stands still, on a clock
// moved by hand. The reading rhythm, the decision and the freeze are the agent's own; the PC and the work are doubles.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Grant } from "../contract/consent.ts";
import { grantMeaning } from "../contract/consent.ts";
import type { ShellFacts } from "../contract/facts.ts";
import { fakeClock } from "../tools/clock/fake.ts";
import { type FakeFacts, fakeHost } from "../tools/host/fake.ts";
import { openConsentStore } from "./consent-store.ts";
import { startFactsLoop } from "./facts-loop.ts";
import type { JobRun } from "./job-run.ts";
import { startLending } from "./lending.ts";
import type { Parts } from "./parts.ts";
import { runningJobs } from "./running-jobs.ts";

const grantId = "11111111-1111-4111-8111-111111111111" as Grant["id"];
/** Lets a reading that is under way come to its end. */
const settle = async () => {
	for (let i = 0; i < 12; i++) await Promise.resolve();
};

/** An agent's heart that lends to one running job. */
async function lendingPc() {
	const clock = fakeClock();
	const host = fakeHost(clock);
	const running = runningJobs(() => undefined);
	const facts = startFactsLoop(host, clock, running.ownLoad);
	const consent = openConsentStore([], { append: () => ({}) as ReturnType<Parts["ledger"]["append"]> });
	const lending = startLending({
		parts: {
			clock,
			consent,
			facts,
			queue: { connected: () => true },
			identity: { person: "me", deviceId: "d" },
		} as unknown as Parts,
		running,
		puller: { setBudget: () => undefined, close: async () => undefined },
		available: () => ({ wasm: true, container: false, gpu: false }),
		ledgerOk: () => true,
		offsetMinutes: () => 0,
		onChange: () => undefined,
	});
	facts.onReading(() => lending.review());
	consent.give({
		id: grantId,
		person: "me",
		deviceId: "d",
		classes: ["wasm"],
		amounts: { cpus: 2, memoryMiB: 1024, scratchMiB: 100 },
		conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
		requesters: [{ name: "me", publicKey: `ed25519:${"A".repeat(43)}` as Grant["requesters"][number]["publicKey"] }],
		givenAt: clock.now(),
		expiresAt: clock.now() + 86_400_000,
		shown: { locale: "en", text: "", digest: "" as Grant["shown"]["digest"] },
		meaning: grantMeaning,
		appVersion: "0",
		via: "cli",
		supersedes: null,
	});
	let stoodStillAt: number | null = null;
	const still = async () => {
		stoodStillAt ??= clock.now();
		return null;
	};
	running.add({
		job: { id: "job", class: "wasm", limits: { cpu: 1, memoryMiB: 64, scratchMiB: 1, pids: 1, seconds: 60 } },
		allowance: { grantId },
		view: () => ({}),
		cpuSeconds: () => 0,
		memoryMiB: () => 0,
		freeze: still,
		thaw: async () => undefined,
		stop: still,
		gone: () => false,
		letGo: () => undefined,
		settled: new Promise(() => undefined),
	} as unknown as JobRun);
	await facts.readNow();
	await facts.readNow();
	lending.review();
	const pass = async (ms: number) => {
		for (let left = ms; left > 0; left -= 50) {
			clock.advance(Math.min(50, left));
			await settle();
		}
	};
	return {
		clock,
		host,
		facts,
		pass,
		lends: () => lending.decision().kind === "lend",
		stoodStillAt: () => stoodStillAt,
		end: () => facts.stop(),
	};
}

const changes: [string, Partial<FakeFacts>][] = [
	["a key, a click or a touch", { idleSeconds: 0 }],
	["the plug pulled", { onBattery: true }],
	["a network that costs by use", { metered: true }],
	["memory almost full", { availableMemoryMiB: 10 }],
	["use that cannot be told any more", { idleSeconds: null }],
];

test.each(changes)("%s: the work stands still within a second, whenever it comes", async (_, change) => {
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 0, max: 5_000 }), async (whenMs) => {
			const pc = await lendingPc();
			try {
				await pc.pass(whenMs);
				expect(pc.lends()).toBe(true);
				expect(pc.stoodStillAt()).toBeNull();
				const changedAt = pc.clock.now();
				pc.host.set(change);
				await pc.pass(1_000);
				expect(pc.stoodStillAt()).not.toBeNull();
				expect((pc.stoodStillAt() ?? Infinity) - changedAt).toBeLessThanOrEqual(1_000);
			} finally {
				pc.end();
			}
		}),
		{ numRuns: 25 },
	);
});

const words: [string, Partial<ShellFacts>][] = [
	["the PC grows hot", { thermal: "serious" }],
	["the PC goes to sleep", { suspended: true }],
	["a key, told by the desktop", { idleSeconds: 0 }],
];
test.each(words)("%s: the work stands still with the desktop's very word", async (_, told) => {
	const pc = await lendingPc();
	const before: ShellFacts = {
		locked: null,
		suspended: false,
		onBattery: false,
		idleSeconds: 3600,
		thermal: "nominal",
	};
	pc.facts.hear(before);
	await pc.pass(2_000);
	expect(pc.lends()).toBe(true);
	const toldAt = pc.clock.now();
	pc.facts.hear({ ...before, ...told });
	await settle();
	expect(pc.stoodStillAt()).toBe(toldAt);
	pc.end();
});
