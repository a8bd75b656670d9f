import type * as Electron from "electron";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { longestMs, waitMs } from "./back-off.ts";
import type { HostElectron } from "./host-process.ts";
import { aGrant, aSnapshot, ready, scene, settle } from "./supervise-scene.ts";

const codeOf = (error: unknown) => (error as { data?: { code?: string } }).data?.code ?? String(error);

describe("a hosted agent", () => {
	it("needs of Electron what its own types offer", () => {
		// The compiler is the judge.
		const fits = (electron: Pick<typeof Electron, "utilityProcess" | "MessageChannelMain">): HostElectron => electron;
		expect(fits).toBeTypeOf("function");
	});

	it("is forked once with its data, a clean environment and piped output", () => {
		const { electron } = scene({ pool: "embedded:/pool", nodePath: "/opt/node" });
		expect(electron.children).toHaveLength(1);
		const { path, args, options, told, port } = electron.last();
		expect(path).toBe("/app/agent-host.js");
		expect(args).toEqual(["--data", "/data", "--pool", "embedded:/pool", "--node", "/opt/node"]);
		expect(options).toEqual({ env: { PATH: "/bin" }, stdio: "pipe", serviceName: "Hearth agent" });
		expect(told).toEqual([{ kind: "start" }]);
		expect(port).not.toBeNull();
	});

	it("is live with its picture, follows changes and answers calls", async () => {
		const { agent, becomeReady, seen } = scene();
		expect(agent.status()).toEqual({ link: "starting", hosted: false, snapshot: null });
		const served = await becomeReady();
		expect(agent.status()).toEqual({ link: "live", hosted: true, snapshot: aSnapshot });
		served.send({ historyCount: 7 });
		await settle();
		expect(seen.at(-1)?.snapshot).toMatchObject({ historyCount: 7, seq: 2, device: { name: "kitchen" } });
		expect((await agent.client.status.get({})).historyCount).toBe(7);
	});

	it("does not take a message for an answer that is none", async () => {
		const { agent, electron } = scene();
		for (const wrong of [{ kind: "ready" }, { ...ready, more: 1 }, "ready", { kind: "stop" }, null]) {
			electron.last().emit("message", wrong);
		}
		await settle();
		expect(agent.status().link).toBe("starting");
	});

	it("that dies cuts off calls and streams with a problem, and is started again", async () => {
		const { agent, electron, clock, becomeReady } = scene();
		await becomeReady();
		const call = agent.client.jobs.list({}).catch(codeOf);
		const stream = await agent.client.status.watch({});
		await stream.next();
		const next = stream.next().catch(codeOf);
		await settle();
		electron.last().exit(9);
		expect(await call).toBe("agent.not-running");
		expect(await next).toBe("agent.not-running");
		expect(agent.status()).toMatchObject({ link: "gone", snapshot: aSnapshot });
		expect(await agent.client.status.get({}).catch(codeOf)).toBe("agent.not-running");
		await clock.advance(499);
		expect(electron.children).toHaveLength(1);
		await clock.advance(1);
		await becomeReady();
		expect(agent.status()).toMatchObject({ link: "live", hosted: true });
	});

	it("leaves a caller's own end of a stream alone", async () => {
		const { agent, becomeReady } = scene();
		await becomeReady();
		const stop = new AbortController();
		const stream = await agent.client.status.watch({}, { signal: stop.signal });
		await stream.next();
		const next = stream.next().then(
			() => "value",
			(error: Error) => error.name,
		);
		stop.abort();
		expect(await next).toBe("AbortError");
		expect(agent.status().link).toBe("live");
	});

	it("that cannot start says why, and is tried again", async () => {
		const { agent, electron, clock } = scene();
		const problem = { code: "agent.disk-full", args: {}, actions: [] } as const;
		electron.last().say({ kind: "problem", problem });
		await settle();
		expect(electron.last().told).toEqual([{ kind: "start" }, { kind: "stop" }]);
		expect(agent.status()).toMatchObject({ link: "gone", trouble: problem });
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
	});

	it("keeps its last lines, each and all bounded", async () => {
		const { agent, electron, lines } = scene();
		electron.last().stderr.write(`${"x".repeat(5000)}\n`);
		for (let n = 0; n < 300; n++) electron.last().stdout.write(`line ${n}\n`);
		electron.last().stdout.end("the last words");
		await settle();
		const kept = agent.lastLines();
		expect(kept).toHaveLength(200);
		expect(kept.at(-1)).toBe("the last words");
		expect(lines[0]).toHaveLength(2000);
	});

	it("is not harmed by a listener that throws", async () => {
		const { agent, electron, clock, becomeReady } = scene();
		agent.onStatus(() => {
			throw new Error("not my day");
		});
		await becomeReady();
		electron.last().exit(1);
		await settle();
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
	});
});

describe("an agent that keeps ending", () => {
	const waits = [500, 1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000, 60_000];
	it("is started again ever more slowly, for ever, and the person is told", async () => {
		const { agent, electron, clock } = scene();
		for (const [n, wait] of waits.entries()) {
			electron.last().exit(1);
			await settle();
			expect(agent.status().trouble?.code).toBe(n >= 4 ? "agent.keeps-ending" : undefined);
			await clock.advance(wait - 1);
			expect(electron.children).toHaveLength(n + 1);
			await clock.advance(1);
			expect(electron.children).toHaveLength(n + 2);
		}
	});

	it.each([
		[59_999, 2_000],
		[60_000, 500],
	])("after %i ms of health waits %i ms", async (healthMs, wait) => {
		const { electron, clock, becomeReady } = scene();
		for (const pause of [500, 1000]) {
			electron.last().exit(1);
			await settle();
			await clock.advance(pause);
		}
		await becomeReady();
		await clock.advance(healthMs);
		electron.last().exit(1);
		await settle();
		await clock.advance(wait - 1);
		expect(electron.children).toHaveLength(3);
		await clock.advance(1);
		expect(electron.children).toHaveLength(4);
	});

	it("waits longer each time, up to the longest wait", () => {
		fc.assert(
			fc.property(fc.integer({ min: 1, max: 5000 }), (ends) => {
				expect(waitMs(ends)).toBeGreaterThanOrEqual(500);
				expect(waitMs(ends)).toBeLessThanOrEqual(longestMs);
				expect(waitMs(ends + 1)).toBeGreaterThanOrEqual(waitMs(ends));
			}),
		);
	});
});

describe("an agent that hangs", () => {
	it("at its start is ended: asked, told, killed; then started again", async () => {
		const { electron, clock, killed } = scene();
		const child = electron.last();
		child.onStop = () => undefined;
		child.onKill = () => undefined;
		await clock.advance(120_000);
		expect(child.told.at(-1)).toEqual({ kind: "stop" });
		await clock.advance(15_000);
		expect(child.kills).toBe(1);
		expect(killed).toEqual([]);
		await clock.advance(5_000);
		expect(killed).toEqual([1000]);
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
	});

	it("while it may lend is noticed and ended; while nothing is allowed it is not asked", async () => {
		const { electron, clock, agent, becomeReady } = scene();
		const served = await becomeReady();
		served.hang(true);
		await clock.advance(120_000);
		expect(agent.status().link).toBe("live");
		served.send({ grants: [aGrant] });
		await settle();
		await clock.advance(59_999);
		expect(agent.status().link).toBe("live");
		await clock.advance(20_001);
		expect(agent.status().link).toBe("gone");
		expect(electron.children[0]?.told.at(-1)).toEqual({ kind: "stop" });
	});

	it("for one beat only, as a PC that slept, is left alone", async () => {
		const { clock, agent, becomeReady } = scene();
		const served = await becomeReady();
		served.send({ grants: [aGrant] });
		await settle();
		for (let n = 0; n < 5; n++) {
			served.hang(true);
			await clock.advance(40_000);
			served.hang(false);
			await settle();
			await clock.advance(20_000);
		}
		expect(agent.status().link).toBe("live");
	});

	it("without a first picture is ended too", async () => {
		const { electron, clock, agent } = scene();
		electron.last().say(ready);
		await settle();
		await clock.advance(30_000);
		expect(electron.last().told.at(-1)).toEqual({ kind: "stop" });
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
		expect(agent.status().link).toBe("gone");
	});
});
