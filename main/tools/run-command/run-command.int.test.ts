// The one program starter against real programs.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type CommandOptions, runCommand } from "./run-command.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-command-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = (script: string, options: Partial<CommandOptions> = {}, args: string[] = []) =>
	runCommand([process.execPath, "-e", script, ...args], { timeoutMs: 20_000, ...options });
const isAlive = (pid: number) => {
	try {
		process.kill(pid, 0);
		return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
	} catch {
		return false;
	}
};
async function gone(pid: number): Promise<boolean> {
	for (let tries = 0; tries < 200; tries++) {
		if (!isAlive(pid)) return true;
		await new Promise((resolve) => setTimeout(resolve, 25));
	}
	return false;
}

test("exit code, both streams and input; arguments reach the program as they are", async () => {
	const end = await node(
		"process.stdin.on('data',d=>process.stdout.write(d)).on('end',()=>{console.error(process.argv[1]);process.exit(7)})",
		{ stdin: "given" },
		["$(id) ; `x` \"'"],
	);
	expect(end).toEqual({
		end: "exit",
		code: 7,
		stdout: { text: "given", leftOut: 0 },
		stderr: { text: "$(id) ; `x` \"'\n", leftOut: 0 },
	});
});

test("what cannot be started, or a folder that is missing, is a value", async () => {
	const missing = await runCommand(["/no/such/program"], { timeoutMs: 1000 });
	expect(missing).toMatchObject({ end: "not-started", error: "ENOENT" });
	expect(await runCommand([folder], { timeoutMs: 1000 })).toMatchObject({ end: "not-started", error: "EACCES" });
	expect(await node("", { cwd: join(folder, "none") })).toMatchObject({ end: "not-started", error: "ENOENT" });
	expect(await runCommand(["a\0b"], { timeoutMs: 1000 })).toMatchObject({ end: "not-started" });
});

test("a program that does not read its input, and one that dies of a signal", async () => {
	expect(await node("process.exit(0)", { stdin: "x".repeat(5_000_000) })).toMatchObject({ end: "exit", code: 0 });
	const killed = await node("process.kill(process.pid,'SIGKILL')");
	expect(killed).toMatchObject({ end: "signal", signal: "SIGKILL" });
});

test("the environment is a closed list", async () => {
	process.env.HEARTH_TEST_OTHER = "other";
	process.env.HEARTH_TEST_ASKED = "asked";
	try {
		const options = { inherit: ["HEARTH_TEST_ASKED"], env: { HEARTH_TEST_SET: "set" } };
		const end = await node("console.log(JSON.stringify(process.env))", options);
		const seen = JSON.parse(end.stdout.text);
		expect(seen).toMatchObject({ LC_ALL: "C", HEARTH_TEST_ASKED: "asked", HEARTH_TEST_SET: "set" });
		expect(seen.PATH).toBe(process.env.PATH);
		expect(seen.HEARTH_TEST_OTHER).toBeUndefined();
	} finally {
		delete process.env.HEARTH_TEST_OTHER;
		delete process.env.HEARTH_TEST_ASKED;
	}
});

test("long output keeps start and end; secrets show in neither text nor lines", async () => {
	const lines: string[] = [];
	const script = "for(let i=0;i<20000;i++)console.log('line '+i+' hunter2');process.stdout.write('end')";
	const end = await node(script, { capBytes: 4000, secrets: ["hunter2"], onLine: (_, line) => lines.push(line) });
	expect(end.stdout.text.startsWith("line 0 [secret]\n")).toBe(true);
	expect(end.stdout.text.endsWith("line 19999 [secret]\nend")).toBe(true);
	expect(end.stdout.leftOut).toBeGreaterThan(100_000);
	expect(end.stdout.text.length).toBeLessThan(4100);
	expect(lines).toHaveLength(20_001);
	expect(lines.some((line) => line.includes("hunter2"))).toBe(false);
});

/** A program deaf to TERM with a child of its own that is deaf as well; writes both process ids. */
const deafPair = (file: string) => `
const {spawn}=require('node:child_process');
process.on('SIGTERM',()=>{});
const child=spawn(process.execPath,['-e',"process.on('SIGTERM',()=>{});setInterval(()=>{},1000);console.log('up')"],{stdio:['ignore','pipe','inherit']});
child.stdout.on('data',()=>{require('node:fs').writeFileSync(${JSON.stringify(file)},process.pid+' '+child.pid);console.log('ready')});
setInterval(()=>{},1000)`;

test("an abort ends the program and what it started, also when both ignore TERM", async () => {
	const file = join(folder, "pids");
	const stop = new AbortController();
	const end = await node(deafPair(file), {
		signal: stop.signal,
		graceMs: 200,
		onLine: (_, line) => line === "ready" && stop.abort(),
	});
	expect(end.end).toBe("aborted");
	const pids = readFileSync(file, "utf8").split(" ").map(Number);
	expect(pids).toHaveLength(2);
	for (const pid of pids) expect(await gone(pid)).toBe(true);
});

test("a leader that obeys TERM takes its deaf child along", async () => {
	const file = join(folder, "pids");
	const stop = new AbortController();
	const script = deafPair(file).replace("process.on('SIGTERM',()=>{});", "");
	const end = await node(script, {
		signal: stop.signal,
		graceMs: 5_000,
		onLine: (_, line) => line === "ready" && stop.abort(),
	});
	expect(end.end).toBe("aborted");
	for (const pid of readFileSync(file, "utf8").split(" ").map(Number)) expect(await gone(pid)).toBe(true);
});

test("too long is a value; an abort before the start starts nothing", async () => {
	expect(await node("setInterval(()=>{},1000)", { timeoutMs: 300, graceMs: 200 })).toMatchObject({ end: "timeout" });
	const file = join(folder, "never");
	const write = `require('node:fs').writeFileSync(${JSON.stringify(file)},'x')`;
	expect((await node(write, { signal: AbortSignal.abort() })).end).toBe("aborted");
	expect(existsSync(file)).toBe(false);
});
