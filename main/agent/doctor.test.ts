import fc from "fast-check";
import { expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { type About, findingSchema } from "../contract/about.ts";
import type { Grant } from "../contract/consent.ts";
import type { Fact } from "../contract/facts.ts";
import type { Snapshot } from "../contract/snapshot.ts";
import { speaker } from "../contract/words.ts";
import { type DoctorInput, findProblems } from "./doctor.ts";

const at = 1_800_000_000_000;
const known = <T>(value: T): Fact<T> => ({ known: true, value, at, source: "sessions" });
const unknown = { known: false, at, source: "no-reader" } as const;
const runner = (available: boolean) => ({ available, code: available ? "ok" : "no-engine", detail: "d", probedAt: at });

const facts: About["facts"] = {
	idleSeconds: known(10),
	onBattery: known(false),
	metered: known(false),
	othersCpus: known(0.5),
	othersMemoryMiB: known(900),
	availableMemoryMiB: known(4000),
	freeDiskMiB: known(50_000),
	locked: unknown,
	suspended: unknown,
	thermal: unknown,
};

const grant = {
	classes: ["wasm"],
	conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
	expiresAt: at + 1,
} as unknown as Grant;

function input(change: {
	facts?: Partial<About["facts"]>;
	snapshot?: Partial<Snapshot>;
	more?: Partial<DoctorInput>;
	node?: string;
}): DoctorInput {
	const runners = { wasm: runner(true), container: runner(true), gpu: runner(false) };
	const pool = { engine: "embedded", connected: true, name: "/pool" };
	return {
		about: { node: change.node ?? "v24.21.0", facts: { ...facts, ...change.facts } } as About,
		snapshot: { at, pool, runners, grants: [grant], idleKnown: true, ...change.snapshot } as Snapshot,
		ledger: { ok: true, entries: 3, head: "h", fault: null },
		dataDirectory: "/data",
		dataDirectoryMode: 0o40700,
		...change.more,
	};
}

const codes = (change: Parameters<typeof input>[0]) =>
	findProblems(input(change)).map(({ code, level }) => `${level} ${code}`);

test("a PC on which all is well says so, and only so", () => {
	expect(codes({})).toEqual(["ok all-well"]);
	expect(codes({ snapshot: { grants: [] } })).toEqual(["note nothing-allowed", "ok all-well"]);
});

test("each fault is found and the worst comes first", () => {
	const ledger = { ok: false, entries: 2, head: "h", fault: { line: 3, kind: "hash" as const } };
	expect(codes({ more: { ledger, dataDirectoryMode: 0o40755 } })).toEqual(["problem ledger-broken", "warn data-open"]);
	expect(codes({ facts: { freeDiskMiB: known(100) } })).toEqual(["warn disk-low"]);
	expect(codes({ facts: { freeDiskMiB: known(3) } })).toEqual(["problem disk-low"]);
	expect(codes({ facts: { availableMemoryMiB: known(100) } })).toEqual(["warn memory-low"]);
	expect(codes({ snapshot: { pool: { engine: "jetstream", connected: false, name: "nats" } } })).toEqual([
		"problem pool-away",
	]);
	expect(codes({ node: "v20.11.0" })).toEqual(["problem node-old"]);
	expect(codes({ snapshot: { grants: [{ ...grant, expiresAt: at }] } })).toEqual(["warn grant-expired"]);
	expect(codes({ snapshot: { at: at + 40_000 } })).toContain("warn facts-stale");
});

test("a missing runner matters when its class was allowed", () => {
	const runners = { wasm: runner(true), container: runner(false), gpu: runner(false) };
	expect(codes({ snapshot: { runners } })).toEqual(["note no-container", "ok all-well"]);
	const grants = [{ ...grant, classes: ["container" as const] }];
	expect(codes({ snapshot: { runners, grants } })).toEqual(["problem no-container"]);
});

test("a probe that has not finished is no fault, also for a class that was allowed", () => {
	const probing = { ...runner(false), code: "probing" };
	const runners = { wasm: probing, container: runner(true), gpu: runner(false) };
	expect(codes({ snapshot: { runners } })).toEqual(["note still-probing", "ok all-well"]);
	const say = speaker(en, "en");
	expect(say("doctor.still-probing.what", { class: "wasm" })).toContain("small programs");
	expect(say("doctor.still-probing.do")).not.toBe("");
});

test("an unknown fact matters when what was allowed depends on it", () => {
	expect(codes({ facts: { onBattery: unknown } })).toEqual(["warn fact-unknown"]);
	expect(codes({ facts: { onBattery: unknown }, snapshot: { grants: [] } })[0]).toBe("note fact-unknown");
	const anyTime = [{ ...grant, conditions: { ...grant.conditions, when: "any-time" as const } }];
	expect(codes({ snapshot: { idleKnown: false } })).toEqual(["warn idle-unknown"]);
	expect(codes({ snapshot: { idleKnown: false, grants: anyTime } })).toEqual(["note idle-unknown", "ok all-well"]);
	expect(codes({ facts: { othersCpus: { known: false, at, source: "first-reading" } } })).toEqual(["ok all-well"]);
});

test("whatever is wrong: findings fit the contract, are never empty, and every one has words", () => {
	const say = speaker(en, "en");
	const fact = (value: number) => fc.constantFrom<Fact<number>>(known(value), unknown, known(1));
	const yesNo = fc.constantFrom<Fact<boolean>>(known(true), known(false), unknown);
	const someFacts = fc.record({
		idleSeconds: fact(5),
		onBattery: yesNo,
		metered: yesNo,
		othersCpus: fact(1),
		othersMemoryMiB: fact(1),
		availableMemoryMiB: fact(9000),
		freeDiskMiB: fact(9000),
	});
	const flags = fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean());
	fc.assert(
		fc.property(someFacts, flags, (facts, [wasm, container, connected, granted, ok, idleKnown]) => {
			const findings = findProblems(
				input({
					facts,
					node: ok ? "v24.0.0" : "v18.0.0",
					snapshot: {
						idleKnown,
						grants: granted ? [grant] : [],
						pool: { engine: "embedded", connected, name: "p" },
						runners: { wasm: runner(wasm), container: runner(container), gpu: runner(false) },
					},
					more: {
						dataDirectoryMode: ok ? 0o700 : 0o755,
						ledger: { ok, entries: 0, head: "", fault: ok ? null : { line: 1, kind: "torn" } },
					},
				}),
			);
			expect(findings.length).toBeGreaterThan(0);
			for (const one of findings) {
				expect(findingSchema.safeParse(one).success).toBe(true);
				expect(say(`doctor.${one.code}.what`, one.args)).not.toBe("");
				say(`doctor.${one.code}.do`, one.args);
			}
			if (!ok) expect(findings[0]?.level).toBe("problem");
		}),
	);
});
