// Deleting the history, as a whole agent does it.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import type { JobId } from "../../contract/ids.ts";
import { ProblemError } from "../../contract/problem.ts";
import { startTestAgent, type TestAgent } from "../test-agent.ts";

let agent: TestAgent;
let endless: Set<string>;
beforeEach(async () => {
	endless = new Set();
	agent = await startTestAgent({ script: ({ job }) => (endless.has(job.purpose) ? {} : { ends: { exitCode: 0 } }) });
});
afterEach(() => agent.dispose());

const run = async (title: string): Promise<JobId> => {
	const { id } = await agent.submit({ title });
	for await (const news of agent.calls.watchJob(id, AbortSignal.timeout(5_000))) void news;
	return id;
};
const codeOf = (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error));
/** The text of every file of the ledger. */
const ledgerText = () =>
	readdirSync(agent.directory)
		.filter((name) => name.startsWith("ledger.jsonl"))
		.map((name) => readFileSync(join(agent.directory, name), "utf8"))
		.join("");

it("deletes what it showed, keeps what is allowed, and the PC lends on", async () => {
	const grant = await agent.lend();
	await run("Scan letters");
	const [row] = (await agent.calls.history(10, null)).rows;
	const loss = await agent.calls.historyLoss();
	expect(loss).toMatchObject({ runs: 1, refused: 0, grants: 1 });
	expect(ledgerText()).toContain("Scan letters");
	expect(await agent.calls.forgetHistory(loss.head, "window")).toEqual({ runs: 1, grants: 1 });
	expect(ledgerText()).not.toContain("Scan letters");
	const after = await agent.until((now) => now.historyCount === 0);
	expect(after).toMatchObject({ grants: [{ id: grant.id }], lastStop: null });
	expect(await agent.calls.history(10, null)).toEqual({ rows: [], total: 0 });
	const gone = await agent.calls.receipt(row?.receiptId as never).catch(codeOf);
	expect(gone).toBe("receipt.not-found");
	expect(await agent.calls.verifyLedger()).toMatchObject({ ok: true, entries: 2, fault: null });
	await run("One more");
	expect((await agent.calls.history(10, null)).rows.map((one) => one.title)).toEqual(["One more"]);
	// The next agent finds the same.
	await agent.close();
	agent = await startTestAgent({ directory: agent.directory });
	expect(agent.calls.status()).toMatchObject({ historyCount: 1, grants: [{ id: grant.id }] });
	expect((await agent.calls.stop("cli")).withdrawn).toBe(1);
});

it("refuses while work is here, and when something came in since", async () => {
	await agent.lend();
	endless.add("Count for ever");
	await agent.submit({ title: "Count for ever" });
	await agent.until((now) => now.jobs.length === 1);
	const loss = await agent.calls.historyLoss();
	const lines = agent.events().length;
	expect(await agent.calls.forgetHistory(loss.head, "cli").catch(codeOf)).toBe("history.in-use");
	await agent.calls.stop("cli");
	expect(await agent.calls.forgetHistory(loss.head, "cli").catch(codeOf)).toBe("history.changed");
	expect(agent.events().length).toBeGreaterThan(lines);
	const now = await agent.calls.historyLoss();
	expect(now).toMatchObject({ runs: 1, grants: 0 });
	expect(await agent.calls.forgetHistory(now.head, "cli")).toEqual({ runs: 1, grants: 0 });
	expect(agent.events()).toMatchObject([{ type: "LedgerOpened", continues: { runs: 1, why: "forgotten" } }]);
});

it("deletes once when two ask at the same time", async () => {
	const { head } = await agent.calls.historyLoss();
	const both = await Promise.all(
		["window", "cli"].map((via) => agent.calls.forgetHistory(head, via as "cli").catch(codeOf)),
	);
	expect(both.filter((one) => one === "history.changed")).toHaveLength(1);
	expect(agent.events()).toHaveLength(1);
});

it("deletes nothing of a ledger that does not verify", async () => {
	const { head } = await agent.calls.historyLoss();
	const path = join(agent.directory, "ledger.jsonl");
	writeFileSync(path, readFileSync(path, "utf8").replace(/"at":\d/, '"at":2'));
	expect(await agent.calls.forgetHistory(head, "cli").catch(codeOf)).toBe("ledger.broken");
});
