// The command line as its own process: exit codes, streams, signals.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { openLedger } from "../agent/ledger/ledger.ts";
import { systemClock } from "../tools/clock/clock.ts";
import { openKeyPair } from "../tools/crypto/keys.ts";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import { at, jobId, snapshotOf } from "./fixture-data.ts";

const entry = join(import.meta.dirname, "hearth.ts");
const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
	for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

interface Running {
	readonly process: ChildProcess;
	readonly out: () => string;
	readonly done: Promise<{ code: number | null; out: string; err: string }>;
	/** Resolves when standard output holds `text`. */
	sees(text: string): Promise<void>;
}

function start(...argv: string[]): Running {
	const env = { ...process.env };
	delete env.HEARTH_DATA;
	const child = spawn(process.execPath, [entry, ...argv], { env, stdio: ["ignore", "pipe", "pipe"] });
	cleanUps.push(() => child.kill("SIGKILL"));
	let out = "";
	let err = "";
	const watchers = new Set<() => void>();
	child.stdout.setEncoding("utf8").on("data", (text) => {
		out += text;
		for (const watcher of watchers) watcher();
	});
	child.stderr.setEncoding("utf8").on("data", (text) => {
		err += text;
	});
	const done = new Promise<{ code: number | null; out: string; err: string }>((resolve) => {
		child.on("close", (code) => resolve({ code, out, err }));
	});
	const sees = (text: string) =>
		new Promise<void>((resolve, reject) => {
			const look = () => {
				if (out.includes(text)) resolve();
			};
			watchers.add(look);
			look();
			void done.then(() => reject(new Error(`ended without "${text}": ${out}${err}`)));
		});
	return { process: child, out: () => out, done, sees };
}

function temporary(): string {
	const directory = mkdtempSync(join(tmpdir(), "hearth-int-"));
	cleanUps.push(() => rmSync(directory, { recursive: true, force: true }));
	return directory;
}

async function fixture(): Promise<FixtureAgent> {
	const agent = await startFixtureAgent({ status: () => snapshotOf(), submit: async () => ({ id: jobId }) });
	cleanUps.push(() => agent.close());
	return agent;
}

test("without an agent: exit 4, quickly, as a problem or in words", async () => {
	const data = temporary();
	const began = performance.now();
	const json = await start("status", "--json", "--data", data).done;
	expect(performance.now() - began).toBeLessThan(5_000);
	expect([json.code, json.err]).toEqual([4, ""]);
	expect(JSON.parse(json.out)).toMatchObject({ problem: { code: "agent.not-running", actions: ["start-agent"] } });
	const words = await start("stop", "--data", data).done;
	expect([words.code, words.out]).toEqual([4, ""]);
	expect(words.err).toMatch(/not running/);
});

test("a token that is not the door's, and a socket nobody listens at", async () => {
	const agent = await fixture();
	const token = join(agent.data, "door", "token");
	writeFileSync(token, "wrong");
	const refused = await start("status", "--json", "--data", agent.data).done;
	expect(refused.code).toBe(1);
	expect(JSON.parse(refused.out)).toMatchObject({ problem: { code: "door.no-token" } });
	await agent.close();
	const data = temporary();
	mkdirSync(join(data, "door"), { mode: 0o700 });
	writeFileSync(join(data, "door", "token"), "t", { mode: 0o600 });
	writeFileSync(join(data, "door", "agent.sock"), "");
	expect((await start("status", "--data", data).done).code).toBe(4);
});

test("help answers 0 on standard output; wrong usage answers 2 on standard error", async () => {
	for (const argv of [["--help"], ["lend", "on", "--help"], ["submit", "--help"], ["--version"]]) {
		const help = await start(...argv).done;
		expect([help.code, help.err], argv.join(" ")).toEqual([0, ""]);
		expect(help.out).not.toBe("");
	}
	const wrong = await start("statsu").done;
	expect([wrong.code, wrong.out]).toEqual([2, ""]);
	const bare = await start().done;
	expect(bare.code).toBe(2);
});

test("Ctrl-C leaves a followed job running; a reader that went away is no failure", async () => {
	const agent = await fixture();
	agent.answer({
		watchJob: async function* (_id, signal) {
			yield { kind: "log", chunk: { stream: "stdout", text: "started\n", at } };
			await new Promise((resolve) => signal.addEventListener("abort", resolve));
		},
	});
	const script = join(agent.data, "j.py");
	writeFileSync(script, "print()");
	const followed = start("submit", "--wait", "--python", script, "--data", agent.data);
	await followed.sees("started\n");
	followed.process.kill("SIGINT");
	const ended = await followed.done;
	expect(ended.code).toBe(130);
	expect(ended.err).toContain(`hearth logs ${jobId} --follow`);
	expect(agent.calls.map(({ name }) => name)).toEqual(["submit", "watchJob"]);

	const unread = start("status", "--json", "--data", agent.data);
	unread.process.stdout?.destroy();
	expect((await unread.done).err).toBe("");
});

test("ledger verify needs no agent: it holds as written, and one changed byte is found", async () => {
	const data = temporary();
	const none = await start("ledger", "verify", "--json", "--data", data).done;
	expect(none.code).toBe(4);
	const key = openKeyPair(join(data, "device.key"));
	const path = join(data, "ledger.jsonl");
	const ledger = openLedger({ path, key, clock: systemClock, deviceId: "0123456789abcdef" });
	ledger.append({ type: "LendingResumed", via: "cli" }, { sync: true });
	ledger.close();
	const good = await start("ledger", "verify", "--json", "--data", data).done;
	expect(good.code).toBe(0);
	expect(JSON.parse(good.out)).toMatchObject({ ok: true, fault: null });
	writeFileSync(path, readFileSync(path, "utf8").replace('"cli"', '"window"'));
	const bad = await start("ledger", "verify", "--data", data).done;
	expect(bad.code).toBe(1);
	expect(bad.out).toMatch(/does NOT hold at line \d+/);
});

test("a real agent: ready line, one per data directory, TERM ends it with 0", async () => {
	const data = temporary();
	const agent = start("agent", "--data", data);
	await agent.sees("\n");
	expect(JSON.parse(agent.out().split("\n")[0] ?? "")).toMatchObject({ ready: true, dataDirectory: data });
	const status = await start("status", "--json", "--data", data).done;
	expect(status.code).toBe(0);
	expect(JSON.parse(status.out)).toMatchObject({ state: "off", jobs: [], grants: [] });
	const second = await start("agent", "--json", "--data", data).done;
	expect(second.code).toBe(1);
	expect(JSON.parse(second.out)).toMatchObject({ problem: { code: "agent.already-running" } });
	const doctor = await start("doctor", "--json", "--data", data).done;
	expect(JSON.parse(doctor.out).findings.length).toBeGreaterThan(0);
	agent.process.kill("SIGTERM");
	expect((await agent.done).code).toBe(0);
	expect((await start("status", "--data", data).done).code).toBe(4);
});

test("a data directory that cannot be used says so", async () => {
	const file = join(temporary(), "file");
	writeFileSync(file, "");
	chmodSync(file, 0o600);
	const ran = await start("agent", "--json", "--data", file).done;
	expect(ran.code).toBe(1);
	expect(JSON.parse(ran.out)).toMatchObject({ problem: { code: "agent.data-unreadable" } });
	const pool = await start("agent", "--json", "--pool", "carrier-pigeon", "--data", temporary()).done;
	expect(pool.code).toBe(2);
});
