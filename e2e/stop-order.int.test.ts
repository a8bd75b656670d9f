// What Stop promises, judged by the ledger and the process table: nothing begins after it, and all is gone within 10 s,
// however many jobs wait and whenever it comes.
import { afterEach, beforeEach, expect, it } from "vitest";
import { lend, until } from "./harness/agents.ts";
import { printed, pythonJob } from "./harness/ask.ts";
import { ledgerEntries } from "./harness/ledger-lines.ts";
import { processesOf } from "./harness/processes.ts";
import { openScene, type Scene } from "./harness/scene.ts";

let scene: Scene;
beforeEach(() => {
	scene = openScene();
});
afterEach(() => scene.end());

const begins = new Set(["JobAccepted", "JobStarting", "JobThawed"]);
const small = { cpu: 0.1, memoryMiB: 128, scratchMiB: 1, pids: 1, seconds: 120 };
const quick = () => pythonJob('print("done")', { title: "A short one", limits: small });
const endless = () =>
	pythonJob('print("counting", flush=True)\nwhile True: pass', { title: "An endless one", limits: small });

it("no job begins after the withdrawal's line, with six waiting, wherever in their run it comes", {
	timeout: 180_000,
}, async () => {
	const agent = await scene.agent();
	const { door } = agent;
	for (const round of [0, 1, 2]) {
		const { id } = await door.jobs.submit(endless());
		const ids = [id];
		for (let i = 0; i < 6; i++) ids.push((await door.jobs.submit(quick())).id);
		await lend(door, { cpus: 2, memoryMiB: 1024 });
		// Early, while the first begin; later, between two; at last with the endless one alone.
		if (round === 1) await until(door, (now) => now.jobs.length > 0);
		if (round >= 2) await printed(door, id, "counting");
		const askedAt = Date.now();
		await door.lend.stop({ via: "window" });
		const tookMs = Date.now() - askedAt;
		const entries = ledgerEntries(agent.data);
		const withdrawn = entries.findLast((entry) => entry.event.type === "ConsentWithdrawn");
		expect(withdrawn, `round ${round}`).toBeDefined();
		const after = entries.filter((entry) => entry.seq > (withdrawn?.seq ?? 0)).map((entry) => entry.event.type);
		expect(after.filter((type) => begins.has(type))).toEqual([]);
		expect(after.every((type) => type === "JobEnded" || type === "JobFrozen")).toBe(true);
		expect(ids.flatMap((one) => processesOf(one))).toEqual([]);
		expect(tookMs).toBeLessThanOrEqual(10_000);
		// Nor does any begin a little later: the jobs still wait, and nobody takes them.
		for (const one of ids) await door.jobs.cancel({ id: one });
		expect(
			ledgerEntries(agent.data)
				.slice(entries.length)
				.map((entry) => entry.event.type),
		).toEqual([]);
	}
});
