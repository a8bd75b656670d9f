import { afterEach, describe, expect, it } from "vitest";
import type { JobNews } from "../contract/calls.ts";
import type { JobId } from "../contract/ids.ts";
import { ProblemError } from "../contract/problem.ts";
import { receiptSignatureHolds } from "../tools/crypto/signed.ts";
import { startTestAgent, type TestAgent, type TestAgentOptions } from "./test-agent.ts";

let agents: TestAgent[] = [];
const start = async (options?: TestAgentOptions) => {
	const agent = await startTestAgent(options);
	agents.push(agent);
	return agent;
};
afterEach(async () => {
	for (const agent of agents) await agent.dispose();
	agents = [];
});

const forEver = () => ({});
const news = async (agent: TestAgent, id: JobId) => {
	const seen: JobNews[] = [];
	for await (const one of agent.calls.watchJob(id, AbortSignal.timeout(5_000))) seen.push(one);
	return seen;
};
const typesOf = (agent: TestAgent) => agent.events().map((event) => event.type);
const codeOf = (error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error));

describe("an agent", () => {
	it("runs nothing without a grant and says why, then runs it once somebody lends", async () => {
		const agent = await start();
		const { id } = await agent.submit();
		const first: JobNews[] = [];
		for await (const one of agent.calls.watchJob(id, AbortSignal.timeout(5_000))) {
			first.push(one);
			if (one.kind === "waiting") await agent.lend();
		}
		expect(first[1]).toEqual({ kind: "waiting", code: "wait.nobody-lends", class: "wasm" });
		expect(first.at(-1)).toMatchObject({ kind: "state", record: { state: "done" } });
		expect(first.filter((one) => one.kind === "log")).toMatchObject([{ chunk: { stream: "stdout", text: "hello\n" } }]);
		const order = ["ConsentGiven", "JobAccepted", "JobStarting", "JobEnded"];
		expect(typesOf(agent).filter((type) => order.includes(type))).toEqual(order);
	});

	it("records the very sentence that was shown, with its digest", async () => {
		const agent = await start();
		const grant = await agent.lend();
		expect(grant.shown.text).toContain("may run small programs on this PC with up to 2 cores, 1 GiB of memory");
		const stale = agent.lend({ days: 31 });
		await expect(stale).resolves.toMatchObject({ supersedes: grant.id });
		const now = agent.calls.status();
		const draft = { ...now.grants[0], days: 31 } as unknown as Parameters<typeof agent.calls.previewLending>[0];
		const wrong = agent.calls.lend({ draft, locale: "en", shownDigest: grant.shown.digest, via: "cli" }).catch(codeOf);
		expect(await wrong).toBe("consent.text-changed");
	});

	it("signs a receipt that names what ran and what it used", async () => {
		const agent = await start();
		await agent.lend();
		const { id } = await agent.submit({ title: "Count the birds" });
		await news(agent, id);
		const { rows } = await agent.calls.history(10, null);
		expect(rows).toMatchObject([{ title: "Count the birds", end: "done", exitCode: 0 }]);
		const found = await agent.calls.receipt(rows[0]?.receiptId as never);
		expect(found.verified).toBe(true);
		expect(receiptSignatureHolds(found.receipt)).toBe(true);
		const forged = { ...found.receipt, body: { ...found.receipt.body, exitCode: 1 } };
		expect(receiptSignatureHolds(forged)).toBe(false);
	});

	it("stops at once: withdrawn first, then proven, then given back for others", async () => {
		const agent = await start({ script: forEver });
		await agent.lend();
		const { id } = await agent.submit();
		await agent.until((now) => now.jobs[0]?.phase === "running");
		expect(agent.guard.watched.has(id)).toBe(true);
		const { withdrawn, stopped } = await agent.calls.stop("window");
		expect(withdrawn).toBe(1);
		expect(stopped.map(({ body }) => [body.end, body.proof?.processesLeft])).toEqual([["owner-stop", 0]]);
		expect(typesOf(agent).slice(-2)).toEqual(["ConsentWithdrawn", "JobEnded"]);
		await agent.until((now) => now.state === "off" && now.jobs.length === 0);
		expect(await agent.calls.job(id)).toMatchObject({ state: "queued", attempt: 0 });
		expect(agent.guard.watched.size).toBe(0);
	});

	it("stops without the pool", async () => {
		let away = false;
		const fail = () => Promise.reject(new ProblemError("pool.unreachable"));
		const agent = await start({
			script: forEver,
			pool: (queue) =>
				new Proxy(queue, {
					get: (of, key) => (away && key !== "close" && key !== "connected" ? fail : Reflect.get(of, key)),
				}),
		});
		await agent.lend();
		await agent.submit();
		await agent.until((now) => now.jobs[0]?.phase === "running");
		away = true;
		const { stopped } = await agent.calls.stop("cli");
		expect(stopped).toHaveLength(1);
		away = false;
	});

	it("takes no job of a requester that was not named, and none that is too big", async () => {
		const agent = await start();
		await agent.lend();
		const { id } = await agent.submit({ limits: { cpu: 16, memoryMiB: 128, scratchMiB: 16, pids: 1, seconds: 60 } });
		const { id: fits } = await agent.submit();
		await news(agent, fits);
		expect(await agent.calls.job(id)).toMatchObject({ state: "queued" });
		expect(agent.runner.runs).toHaveLength(1);
	});

	it("leaves a job whose image it lacks to other PCs, once, without failing it", async () => {
		const agent = await start({ runs: "container" });
		await agent.lend();
		const refused = agent.onEvent("JobRefused");
		const { id } = await agent.submit({
			class: "container",
			program: { kind: "image", reference: `sha256:${"a".repeat(64)}` },
		});
		expect(await refused).toMatchObject({ receipt: { body: { jobId: id, refusal: "job.artifact-missing" } } });
		expect(await agent.calls.job(id)).toMatchObject({ state: expect.stringMatching(/queued|running/) });
		await agent.until((now) => now.jobs.length === 0);
		expect(agent.runner.runs).toHaveLength(0);
		expect(typesOf(agent)).not.toContain("JobAccepted");
	});

	it("runs as many at once as fit, and never more", async () => {
		const agent = await start({ script: forEver });
		await agent.lend();
		for (let n = 0; n < 4; n++) await agent.submit();
		await agent.until((now) => now.jobs.filter((job) => job.phase === "running").length === 2);
		agent.runner.runs[0]?.end("exit", 0);
		await agent.until(
			(now) => now.historyCount === 1 && now.jobs.filter((job) => job.phase === "running").length === 2,
		);
		expect(agent.runner.runs).toHaveLength(3);
	});

	it("stops a job that its requester cancelled", async () => {
		const agent = await start({ script: forEver });
		await agent.lend();
		const { id } = await agent.submit();
		await agent.until((now) => now.jobs[0]?.phase === "running");
		const ended = agent.onEvent("JobEnded");
		expect(await agent.calls.cancel(id)).toMatchObject({ state: "cancelled" });
		expect(await ended).toMatchObject({ receipt: { body: { end: "cancelled" } } });
	});

	it("tries a job that failed by itself again, as often as its requester allowed", async () => {
		const agent = await start({ script: () => ({ ends: { exitCode: 3 } }) });
		await agent.lend();
		const { id } = await agent.submit({ attempts: 2 });
		await news(agent, id);
		expect(agent.runner.runs).toHaveLength(2);
		expect(await agent.calls.job(id)).toMatchObject({
			state: "failed",
			attempt: 2,
			result: { receipt: { body: { exitCode: 3 } } },
		});
	});

	it("keeps consent over a restart and gives running jobs back when it ends", async () => {
		const first = await start({ script: forEver });
		await first.lend();
		const { id } = await first.submit();
		await first.until((now) => now.jobs[0]?.phase === "running");
		await first.close();
		agents = [];
		const second = await start({ directory: first.directory });
		expect((await news(second, id)).at(-1)).toMatchObject({ record: { state: "done" } });
		expect(second.calls.status().grants).toHaveLength(1);
		const ends = second
			.events()
			.filter((event) => event.type === "JobEnded")
			.map((event) => event.receipt.body.end);
		expect(ends).toEqual(["agent-stop", "done"]);
	});

	it("pauses until a time and goes on", async () => {
		const agent = await start({ script: forEver });
		await agent.lend();
		await agent.submit();
		await agent.until((now) => now.jobs[0]?.phase === "running");
		await agent.calls.pause(Date.now() + 60_000, "window");
		const paused = await agent.until((now) => now.state === "paused" && now.jobs[0]?.phase === "frozen");
		expect(paused.pausedUntil).toBeGreaterThan(Date.now());
		await agent.calls.resume("window");
		await agent.until((now) => now.state === "lending" && now.jobs[0]?.phase === "running");
		const tooLong = agent.calls.pause(Date.now() + 30 * 86_400_000, "window").catch(codeOf);
		expect(await tooLong).toBe("input.malformed");
	});
});
