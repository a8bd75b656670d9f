// The desktop window's place is taken by small programs that end, stay or fail as Electron does.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { runWindow } from "./run-window.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-window-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function program(name: string, code: string): string {
	const path = join(folder, name);
	writeFileSync(path, `#!${process.execPath}\n${code}\n`);
	chmodSync(path, 0o755);
	return path;
}

test("gets its arguments, and its exit code is the answer", async () => {
	const path = program("args.cjs", `require("fs").writeFileSync("${folder}/args", process.argv.slice(2).join("|"))`);
	expect(await runWindow(path, ["/root of it", "--x"])).toEqual({ code: 0 });
	expect(readFileSync(join(folder, "args"), "utf8")).toBe("/root of it|--x");
	const slow = program("seven.cjs", "setTimeout(() => process.exit(7), 300)");
	expect(await runWindow(slow, [], 100)).toEqual({ code: 7 });
});

test("a failure right after the start is no end but a reason", async () => {
	const locked = program("locked.cjs", 'console.error("FATAL: No usable sandbox!"); process.exit(133)');
	expect(await runWindow(locked, [])).toEqual({ failed: { why: "died-sandbox", detail: "" } });
	const crashed = program("crashed.cjs", 'process.kill(process.pid, "SIGTRAP"); setTimeout(() => {}, 60000)');
	expect(await runWindow(crashed, [])).toEqual({ failed: { why: "died", detail: "SIGTRAP" } });
	expect(await runWindow(join(folder, "gone"), [])).toMatchObject({ failed: { why: "died" } });
	const text = join(folder, "text");
	writeFileSync(text, "not a program");
	expect(await runWindow(text, [])).toMatchObject({ failed: { why: "died" } });
});

test("TERM is passed on once, waited for, and is no failure", async () => {
	const signs = join(folder, "signs");
	const patient = program(
		"patient.cjs",
		`const fs = require("fs");
process.on("SIGTERM", () => { fs.appendFileSync("${signs}", "TERM "); setTimeout(() => process.exit(3), 200); });
fs.writeFileSync("${signs}", "ready ");
setTimeout(() => {}, 60000);`,
	);
	const listeners = process.listenerCount("SIGTERM");
	const end = runWindow(patient, []);
	while (!existsSync(signs) || !readFileSync(signs, "utf8").includes("ready")) await wait(20);
	process.emit("SIGTERM", "SIGTERM");
	expect(await end).toEqual({ code: 3 });
	expect(readFileSync(signs, "utf8")).toBe("ready TERM ");
	expect(process.listenerCount("SIGTERM")).toBe(listeners);
});
