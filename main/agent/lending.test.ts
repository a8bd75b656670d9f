import { beforeEach, describe, expect, it } from "vitest";
import type { Grant } from "../contract/consent.ts";
import { grantMeaning } from "../contract/consent.ts";
import type { LedgerEvent } from "../contract/ledger.ts";
import { ProblemError } from "../contract/problem.ts";
import { type FakeClock, fakeClock } from "../tools/clock/fake.ts";
import { type FakeHost, fakeHost } from "../tools/host/fake.ts";
import { openConsentStore } from "./consent-store.ts";
import { type FactsLoop, startFactsLoop } from "./facts-loop.ts";
import type { JobRun } from "./job-run.ts";
import { type Lending, startLending } from "./lending.ts";
import type { Parts } from "./parts.ts";
import { runningJobs } from "./running-jobs.ts";

const grantId = "11111111-1111-4111-8111-111111111111" as Grant["id"];
const owner = { name: "me", publicKey: `ed25519:${"A".repeat(43)}` as Grant["requesters"][number]["publicKey"] };

/** A run that writes down what is done to it. */
function scriptedRun(log: string[], id = "job"): JobRun {
	let end: () => void = () => undefined;
	let stopped = false;
	let frozen = false;
	return {
		job: { id, class: "wasm", limits: { cpu: 1, memoryMiB: 64, scratchMiB: 1, pids: 1, seconds: 60 } } as JobRun["job"],
		allowance: { grantId } as JobRun["allowance"],
		view: () => ({}) as ReturnType<JobRun["view"]>,
		cpuSeconds: () => 0,
		memoryMiB: () => 0,
		freeze: async () => {
			if (!stopped && !frozen) log.push("freeze");
			frozen = true;
		},
		thaw: async () => {
			if (!stopped && frozen) log.push("thaw");
			frozen = false;
		},
		stop: async (cause) => {
			if (!stopped) log.push(`stop ${cause}`);
			stopped = true;
			end();
			return null;
		},
		gone: () => stopped,
		letGo: () => undefined,
		settled: new Promise((resolve) => {
			end = resolve;
		}),
	};
}

let clock: FakeClock;
let host: FakeHost;
let facts: FactsLoop;
let lending: Lending;
let consent: ReturnType<typeof openConsentStore>;
let running: ReturnType<typeof runningJobs>;
let ledgered: LedgerEvent["type"][];
let budgets: boolean[];
let log: string[];
let diskFull: boolean;

const give = (conditions: Partial<Grant["conditions"]> = {}) =>
	consent.give({
		id: grantId,
		person: "me",
		deviceId: "d",
		classes: ["wasm"],
		amounts: { cpus: 2, memoryMiB: 1024, scratchMiB: 100 },
		conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false, ...conditions },
		requesters: [owner],
		givenAt: clock.now(),
		expiresAt: clock.now() + 86_400_000,
		shown: { locale: "en", text: "", digest: "" as Grant["shown"]["digest"] },
		meaning: grantMeaning,
		appVersion: "0",
		via: "cli",
		supersedes: null,
	});
const review = async () => {
	await facts.readNow(); // may share a reading that began before the test changed a fact
	await facts.readNow();
	lending.review();
};

beforeEach(() => {
	clock = fakeClock();
	host = fakeHost(clock);
	ledgered = [];
	budgets = [];
	log = [];
	diskFull = false;
	running = runningJobs(() => undefined);
	facts = startFactsLoop(host, clock, running.ownLoad);
	consent = openConsentStore([], {
		append: (event) => {
			if (diskFull) throw new ProblemError("agent.disk-full");
			ledgered.push(event.type);
			log.push(event.type);
			return {} as ReturnType<Parts["ledger"]["append"]>;
		},
	});
	lending = startLending({
		parts: {
			clock,
			consent,
			facts,
			queue: { connected: () => true },
			identity: { person: "me", deviceId: "d" },
		} as unknown as Parts,
		running,
		puller: { setBudget: (budget) => void budgets.push(budget !== null), close: async () => undefined },
		available: () => ({ wasm: true, container: false, gpu: false }),
		ledgerOk: () => true,
		offsetMinutes: () => 0,
		onChange: () => undefined,
	});
});

describe("the lending loop", () => {
	it("asks for nothing without a grant", async () => {
		await review();
		expect(lending.decision().kind).toBe("hold");
		expect(budgets).toEqual([false]);
		expect(lending.presence()).toBeNull();
	});

	it("asks once there is a grant and the facts allow it", async () => {
		give();
		await review();
		expect(lending.decision().kind).toBe("lend");
		expect(budgets.at(-1)).toBe(true);
		expect(lending.presence()).toMatchObject({ classes: ["wasm"], freeCpus: 2, freeMemoryMiB: 1024 });
	});

	it("records the withdrawal before it stops anything, and stops in the same turn", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		const stopped = lending.stop("cli");
		expect(log).toEqual(["ConsentWithdrawn", "stop owner-stop"]);
		expect(budgets.at(-1)).toBe(false);
		expect(await stopped).toEqual({ withdrawn: 1, stopped: [] });
	});

	it("ends the work even when the withdrawal cannot be recorded, and lends nothing afterwards", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		diskFull = true;
		await expect(lending.stop("cli")).rejects.toThrow(ProblemError);
		expect(log).toEqual(["stop owner-stop"]);
		diskFull = false;
		await review();
		expect(lending.decision()).toMatchObject({ kind: "hold" });
	});

	it("freezes at once when the owner returns, and stops after the grace", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		host.set({ idleSeconds: 0 });
		await review();
		expect(log).toEqual(["freeze"]);
		expect(budgets.at(-1)).toBe(false);
		clock.advance(9_000);
		expect(log.filter((line) => line.startsWith("stop"))).toEqual([]);
		clock.advance(2_000);
		expect(log.filter((line) => line.startsWith("stop"))).toEqual(["stop in-use"]);
	});

	it("thaws when the owner leaves again within the grace, after a calm", async () => {
		give({ when: "any-time" });
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		host.set({ onBattery: true });
		await review();
		clock.advance(5_000);
		host.set({ onBattery: false });
		await review();
		clock.advance(20_000);
		expect(log).toEqual(["freeze", "thaw"]);
	});

	it("does not freeze, but stops, when memory itself is short", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		host.set({ availableMemoryMiB: 10 });
		await review();
		expect(log).toEqual(["stop held"]);
	});

	it("lets work go on when only the free disk ran low", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		host.set({ freeDiskMiB: 1 });
		await review();
		expect(lending.decision().kind).toBe("hold");
		expect(log).toEqual([]);
	});

	it("stops work whose grant ended by itself", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		clock.advance(86_400_001);
		await review();
		expect(log.filter((line) => line.startsWith("stop"))).toHaveLength(1);
	});

	it("stops work when the agent ends, without touching consent", async () => {
		give();
		await review();
		running.add(scriptedRun(log));
		log.length = 0;
		await lending.close();
		expect(log).toEqual(["stop agent-stop"]);
		expect(consent.state().grants).toHaveLength(1);
	});
});
