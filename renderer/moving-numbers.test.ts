import { expect, it } from "vitest";
import type { Delta, RunningJob, Snapshot } from "../main/contract/snapshot.ts";
import { onlyNumbersMove } from "./moving-numbers.ts";

const job = (id: string, change: Partial<RunningJob> = {}) =>
	({ id, phase: "running", startedAt: 1, cpus: 0.5, recentCpus: [0.5], ...change }) as RunningJob;
const before = { seq: 1, at: 1, state: "lending", jobs: [job("a"), job("b")] } as Snapshot;
const delta = (change: Partial<Delta>): Delta => ({ seq: 2, at: 2, ...change });

it("takes use and room for numbers that move", () => {
	expect(onlyNumbersMove(before, delta({}))).toBe(true);
	expect(onlyNumbersMove(before, delta({ lent: { cpus: 1, memoryMiB: 9 } }))).toBe(true);
	expect(onlyNumbersMove(before, delta({ jobs: [job("a", { cpus: 0.9, recentCpus: [0.9] }), job("b")] }))).toBe(true);
});

it("shows at once a job that comes, goes, freezes or begins again, and every other change", () => {
	const more: Partial<Delta>[] = [
		{ jobs: [job("a")] },
		{ jobs: [job("a"), job("b"), job("c")] },
		{ jobs: [job("b"), job("a")] },
		{ jobs: [job("a", { phase: "frozen" }), job("b")] },
		{ jobs: [job("a", { startedAt: 2 }), job("b")] },
		{ state: "off" },
		{ reasons: [] },
		{ grants: [] },
		{ pausedUntil: null },
		{ historyCount: 4 },
		{ lastStop: null },
	];
	for (const change of more) expect(onlyNumbersMove(before, delta(change)), JSON.stringify(change)).toBe(false);
});
