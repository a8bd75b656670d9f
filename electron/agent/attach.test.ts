import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scene, settle } from "./supervise-scene.ts";

const codeOf = (error: unknown) => (error as { data?: { code?: string } }).data?.code ?? String(error);

describe("an agent found running", () => {
	it("is attached to after the host has ended", async () => {
		const { agent, electron, attachToFound, found } = scene();
		await attachToFound();
		expect(electron.alive()).toBe(0);
		expect(agent.status()).toMatchObject({ link: "live", hosted: false });
		found.send({ historyCount: 3 });
		await settle();
		expect(agent.status().snapshot?.historyCount).toBe(3);
	});

	it("that goes away is replaced: the next host attaches or becomes the agent", async () => {
		const { agent, electron, clock, attachToFound, becomeReady, loseFound } = scene();
		await attachToFound();
		await clock.advance(60_000);
		loseFound();
		await settle();
		expect(agent.status()).toMatchObject({ link: "gone", hosted: false });
		expect(await agent.client.status.get({}).catch(codeOf)).toBe("agent.not-running");
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
		await becomeReady();
		expect(agent.status()).toMatchObject({ link: "live", hosted: true });
	});

	it("that ends its streams in order is replaced too", async () => {
		const { electron, clock, attachToFound, found } = scene();
		await attachToFound();
		found.end();
		await settle();
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
	});

	it("whose door cannot be opened is tried again", async () => {
		const { agent, electron, clock, attachToFound, lines } = scene({
			openFound: () => {
				throw new Error("ENOENT");
			},
		});
		await attachToFound();
		expect(agent.status().link).toBe("gone");
		expect(lines.join()).toContain("ENOENT");
		await clock.advance(500);
		expect(electron.children).toHaveLength(2);
	});
});

describe("close", () => {
	it("asks a hosted agent to stop, waits for its end, and starts nothing again", async () => {
		const { agent, electron, clock, becomeReady } = scene();
		await becomeReady();
		const child = electron.last();
		child.onStop = () => undefined;
		let closed = false;
		const closing = agent.close().then(() => {
			closed = true;
		});
		await settle();
		expect(child.told.at(-1)).toEqual({ kind: "stop" });
		expect([closed, child.kills]).toEqual([false, 0]);
		child.exit(0);
		await closing;
		await clock.advance(600_000);
		expect(electron.children).toHaveLength(1);
		expect(agent.status().link).toBe("gone");
		expect(clock.waiting()).toBe(0);
		expect(await agent.client.status.get({}).catch(codeOf)).toBe("agent.not-running");
	});

	it("is bounded when the agent does not end", async () => {
		const { agent, electron, clock, becomeReady } = scene({ kill: () => undefined });
		await becomeReady();
		electron.last().onStop = () => undefined;
		electron.last().onKill = () => undefined;
		const closing = agent.close();
		await clock.advance(22_000);
		await closing;
		expect(electron.children).toHaveLength(1);
	});

	it("takes leave of a found agent and lets it be", async () => {
		const { agent, electron, clock, attachToFound, found } = scene();
		await attachToFound();
		await agent.close();
		expect(found.heard).toEqual([null]);
		expect(agent.status().link).toBe("gone");
		await clock.advance(600_000);
		expect(electron.children).toHaveLength(1);
		expect(clock.waiting()).toBe(0);
	});

	it("while waiting for the next try cancels it", async () => {
		const { agent, electron, clock } = scene();
		electron.last().exit(1);
		await settle();
		await agent.close();
		await clock.advance(600_000);
		expect(electron.children).toHaveLength(1);
	});

	it("while the host is still starting ends it", async () => {
		const { agent, electron, clock, attachToFound } = scene();
		electron.last().onStop = () => undefined;
		const closing = agent.close();
		await attachToFound();
		electron.last().exit(0);
		await closing;
		await clock.advance(600_000);
		expect([electron.children.length, agent.status().link]).toEqual([1, "gone"]);
	});
});

describe("whatever happens", () => {
	const happenings = fc.array(
		fc.oneof(
			fc.constant("ready" as const),
			fc.constant("attach" as const),
			fc.constant("problem" as const),
			fc.constant("exit" as const),
			fc.constant("lose found" as const),
			fc.constant("close" as const),
			fc.integer({ min: 1, max: 130_000 }),
		),
		{ maxLength: 25 },
	);
	it("there is never more than one child, none after close, and one is always tried before", async () => {
		await fc.assert(
			fc.asyncProperty(happenings, async (all) => {
				const { agent, electron, clock, becomeReady, attachToFound, loseFound } = scene();
				let forkedAtClose: number | null = null;
				for (const one of all) {
					const child = electron.last();
					const lives = child.pid !== undefined;
					if (typeof one === "number") await clock.advance(one);
					if (one === "ready" && lives && child.listenerCount("message") > 0) await becomeReady();
					if (one === "attach" && lives) await attachToFound();
					const problem = { code: "agent.disk-full", args: {}, actions: [] };
					if (one === "problem" && lives) child.say({ kind: "problem", problem });
					if (one === "exit") child.exit(1);
					if (one === "lose found") loseFound();
					if (one === "close") {
						forkedAtClose ??= electron.children.length;
						await agent.close();
					}
					await settle();
					expect(electron.alive()).toBeLessThanOrEqual(1);
					if (forkedAtClose !== null) expect(electron.children).toHaveLength(forkedAtClose);
				}
				if (forkedAtClose === null && agent.status().link === "gone") {
					const before = electron.children.length;
					await clock.advance(200_000);
					expect(electron.children.length + electron.alive()).toBeGreaterThan(before);
				}
				await agent.close();
			}),
			{ numRuns: 60 },
		);
	}, 20_000);
});
