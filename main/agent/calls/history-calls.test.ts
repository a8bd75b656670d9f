// The owner's history as a whole agent tells it, held against the lines of its own ledger.
import { afterEach, beforeEach, expect, it } from "vitest";
import type { JobId } from "../../contract/ids.ts";
import { jobLifeSchema } from "../../contract/life.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Receipt } from "../../contract/receipt.ts";
import { startTestAgent, type TestAgent } from "../test-agent.ts";

let agent: TestAgent;
let endless: Set<string>;
beforeEach(async () => {
	endless = new Set();
	agent = await startTestAgent({
		script: ({ job }) => (endless.has(job.purpose) ? {} : { ends: { exitCode: job.purpose.length % 2 } }),
	});
});
afterEach(() => agent.dispose());

const ended = async (id: JobId) => {
	for await (const news of agent.calls.watchJob(id, AbortSignal.timeout(5_000))) void news;
};
const receipts = () => agent.events().flatMap((event): Receipt[] => (event.type === "JobEnded" ? [event.receipt] : []));
const codeOf = (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error));

it("lists by place, words and end, and days that are the fold of the ledger", async () => {
	await agent.lend();
	for (const title of ["Resize photos", "Scan letters", "Resize maps"]) await ended((await agent.submit({ title })).id);
	const { rows, total } = await agent.calls.history(10, null);
	expect(total).toBe(3);
	expect(rows.map((row) => row.receiptId).sort()).toEqual(
		receipts()
			.map((one) => one.body.id)
			.sort(),
	);
	expect((await agent.calls.history(1, null, { skip: 1 })).rows).toEqual(rows.slice(1, 2));
	const found = await agent.calls.history(10, null, { words: "RESIZE" });
	expect(found).toEqual({ rows: rows.filter((row) => row.title.startsWith("Resize")), total: 2 });
	const failed = await agent.calls.history(10, null, { ends: ["failed"] });
	expect(failed.rows).toEqual(rows.filter((row) => row.end === "failed"));
	const days = await agent.calls.days(2);
	const cpuSeconds = receipts().reduce((sum, one) => sum + one.body.usage.cpuSeconds, 0);
	expect(days.reduce((sum, day) => sum + day.runs, 0)).toBe(3);
	expect(days.reduce((sum, day) => sum + day.cpuSeconds, 0)).toBeCloseTo(cpuSeconds);
	// What ends after the list was asked for is in it the next time.
	await ended((await agent.submit({ title: "One more" })).id);
	expect((await agent.calls.history(10, null)).rows[0]?.title).toBe("One more");
});

it("tells the life of a run that ended, and of one that still runs", async () => {
	await agent.lend();
	const { id } = await agent.submit({ title: "Scan letters" });
	await ended(id);
	const [receipt] = receipts();
	const life = await agent.calls.life(id, receipt?.body.id ?? null);
	expect(jobLifeSchema.parse(life)).toEqual(life);
	expect(life).toMatchObject({ jobId: id, endedAt: receipt?.body.endedAt, end: receipt?.body.end, frozen: [] });
	expect(life.askedAt).toBe((await agent.calls.job(id)).createdAt);
	expect(life.startedAt).toBeGreaterThanOrEqual(life.acceptedAt);

	endless.add("Count for ever");
	const running = await agent.submit({ title: "Count for ever" });
	await agent.until((now) => now.jobs[0]?.phase === "running");
	expect(await agent.calls.life(running.id, null)).toMatchObject({ endedAt: null, end: null });
	await agent.calls.stop("window");
	expect(await agent.calls.life(running.id, null)).toMatchObject({ end: "owner-stop" });
	const nobody = "0b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e" as JobId;
	expect(await agent.calls.life(nobody, null).catch(codeOf)).toBe("job.not-found");
});
