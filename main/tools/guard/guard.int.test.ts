import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { type GuardOptions, openGuard } from "./guard-client.ts";
import { killProcess } from "./kill-target.ts";
import { processStart } from "./process-start.ts";

const undo: (() => unknown)[] = [];
afterEach(async () => {
	for (const step of undo.splice(0).reverse()) await step();
});

/** A process that ignores TERM and never ends by itself. Leads its own group. */
async function stubborn(): Promise<{ pid: number; startTicks: string }> {
	const code = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); process.stdout.write('up\\n')";
	const child = spawn(process.execPath, ["-e", code], { detached: true, stdio: ["ignore", "pipe", "ignore"] });
	await once(child.stdout, "data");
	const pid = child.pid as number;
	undo.push(() => {
		if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
	});
	return { pid, startTicks: processStart(pid) as string };
}

async function isGone(pid: number): Promise<boolean> {
	for (let i = 0; i < 500; i++) {
		if (processStart(pid) === null) return true;
		await new Promise((resolve) => setTimeout(resolve, 10));
	}
	return false;
}

function open(options: Partial<GuardOptions> = {}) {
	const guard = openGuard({ clock: systemClock, ...options });
	undo.push(() => guard.close());
	return guard;
}

const watchOf = (jobId: string, { pid, startTicks }: { pid: number; startTicks: string }) =>
	({ kind: "process", jobId, pid, startTicks }) as const;

const holderScript = fileURLToPath(new URL("./fixtures/hold-guard.ts", import.meta.url));

describe("the guard", () => {
	it.each([false, true])("kills what it watches when its agent is killed (sandbox stopped: %s)", async (stopped) => {
		const victim = await stubborn();
		const holder = spawn(process.execPath, [holderScript, JSON.stringify(watchOf("a", victim))], {
			stdio: ["ignore", "pipe", "inherit"],
		});
		undo.push(() => holder.kill("SIGKILL"));
		const guardPid = Number(String((await once(holder.stdout, "data"))[0]));
		expect(processStart(guardPid)).not.toBeNull();
		if (stopped) process.kill(victim.pid, "SIGSTOP");
		expect(processStart(victim.pid)).toBe(victim.startTicks);
		holder.kill("SIGKILL");
		expect(await isGone(victim.pid)).toBe(true);
		expect(await isGone(guardPid)).toBe(true);
	});

	it("outlives signals while it watches something", async () => {
		const victim = await stubborn();
		const guard = open();
		await guard.ready();
		guard.watch(watchOf("a", victim), systemClock.bootMs());
		await guard.ready();
		const pid = guard.pid() as number;
		for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.kill(pid, signal);
		await guard.ready();
		expect(guard.pid()).toBe(pid);
		expect(processStart(victim.pid)).toBe(victim.startTicks);
		await guard.close();
		expect(await isGone(victim.pid)).toBe(true);
	});

	it("kills the one whose beats end, tells so, and leaves the others", async () => {
		const [silent, beating] = [await stubborn(), await stubborn()];
		const killed = Promise.withResolvers<string>();
		const guard = open({ selfKillMs: 1_000, onKilled: killed.resolve });
		await guard.ready();
		guard.watch(watchOf("silent", silent), systemClock.bootMs());
		guard.watch(watchOf("beating", beating), systemClock.bootMs());
		const beats = setInterval(() => guard.beat("beating", systemClock.bootMs()), 100);
		undo.push(() => clearInterval(beats));
		expect(await killed.promise).toBe("silent");
		expect(await isGone(silent.pid)).toBe(true);
		await new Promise((resolve) => setTimeout(resolve, 1_200));
		expect(processStart(beating.pid)).toBe(beating.startTicks);
	});

	it("does not take an old beat for a new one", async () => {
		const victim = await stubborn();
		const guard = open({ selfKillMs: 600 });
		await guard.ready();
		const sentAt = systemClock.bootMs();
		guard.watch(watchOf("a", victim), sentAt);
		const beats = setInterval(() => guard.beat("a", sentAt - 1), 50);
		undo.push(() => clearInterval(beats));
		expect(await isGone(victim.pid)).toBe(true);
	});

	it("spares what was forgotten and a pid that now belongs to another process", async () => {
		const [forgotten, reused] = [await stubborn(), await stubborn()];
		const guard = open();
		await guard.ready();
		guard.watch(watchOf("forgotten", forgotten), systemClock.bootMs());
		guard.watch(watchOf("reused", { pid: reused.pid, startTicks: `${Number(reused.startTicks) - 1}` }), 0);
		guard.forget("forgotten");
		await guard.ready();
		await guard.close();
		expect(processStart(forgotten.pid)).toBe(forgotten.startTicks);
		expect(processStart(reused.pid)).toBe(reused.startTicks);
		expect(killProcess(reused.pid, "1")).toBe(false);
		expect(killProcess(1, processStart(1) ?? "")).toBe(false);
	});

	it("is started again when it dies, with all its watches", async () => {
		const victim = await stubborn();
		const guard = open();
		await guard.ready();
		guard.watch(watchOf("a", victim), systemClock.bootMs());
		await guard.ready();
		const first = guard.pid() as number;
		process.kill(first, "SIGKILL");
		expect(await isGone(first)).toBe(true);
		while (guard.pid() === first || guard.pid() === null) await new Promise((resolve) => setTimeout(resolve, 10));
		await guard.ready();
		await guard.close();
		expect(await isGone(victim.pid)).toBe(true);
	});

	it("says so when it cannot be started", async () => {
		const guard = open({ nodePath: "/nonexistent/node" });
		await expect(guard.ready()).rejects.toMatchObject({ problem: { code: "runner.failed" } });
	});

	it("rests when nothing is watched and comes back when needed", async () => {
		const guard = open({ idleMs: 50 });
		await guard.ready();
		const first = guard.pid() as number;
		expect(await isGone(first)).toBe(true);
		await guard.ready();
		expect(guard.pid()).not.toBe(first);
	});

	it("runs in a session of its own", async () => {
		const guard = open();
		await guard.ready();
		const stat = readFileSync(`/proc/${guard.pid()}/stat`, "latin1");
		const [, , group, session] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
		expect([group, session]).toEqual([String(guard.pid()), String(guard.pid())]);
	});

	it("kills and removes a container through the engine's socket, also when the first answer fails", async () => {
		const folder = mkdtempSync(join(tmpdir(), "hearth-guard-"));
		undo.push(() => rmSync(folder, { recursive: true, force: true }));
		const socketPath = join(folder, "engine.sock");
		const asked: string[] = [];
		let refusals = 1;
		const server = createServer((request, response) => {
			asked.push(`${request.method} ${request.url}`);
			const fails = request.method === "DELETE" && refusals-- > 0;
			response.writeHead(fails ? 500 : 204).end();
		});
		await new Promise<void>((resolve) => server.listen(socketPath, resolve));
		undo.push(() => server.close());
		const guard = open();
		await guard.ready();
		guard.watch({ kind: "container", jobId: "c", socketPath, container: "c0ffee" }, systemClock.bootMs());
		await guard.close();
		expect(asked).toEqual([
			"POST /containers/c0ffee/kill?signal=SIGKILL",
			"DELETE /containers/c0ffee?force=1&v=1",
			"POST /containers/c0ffee/kill?signal=SIGKILL",
			"DELETE /containers/c0ffee?force=1&v=1",
		]);
	});
});
