// npm start's second half, scripts/start.ts: which window opens where, and that it never waits for what is not there. The
// desktop window's place is taken by a small program.
import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "hearth-npm-start-"));
const running = new Set<ChildProcess>();
afterEach(() => {
	for (const child of running) child.kill("SIGKILL");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function standIn(name: string, code: string): string {
	const path = join(folder, name);
	writeFileSync(path, `#!${process.execPath}\n${code}\n`);
	chmodSync(path, 0o755);
	return path;
}

function start(env: NodeJS.ProcessEnv, args: string[] = []) {
	const { PATH, HOME } = process.env;
	const child = spawn(process.execPath, [join(root, "scripts/start.ts"), ...args], {
		env: { PATH, HOME, HEARTH_DATA: join(folder, "data"), ELECTRON_EXEC_PATH: join(folder, "none"), ...env },
		stdio: ["ignore", "pipe", "pipe"],
	});
	running.add(child);
	let text = "";
	const lookers = new Set<() => void>();
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding("utf8").on("data", (chunk: string) => {
			text += chunk;
			for (const look of lookers) look();
		});
	}
	const done = new Promise<number | null>((resolve) => child.once("close", resolve));
	void done.then(() => running.delete(child));
	return {
		child,
		done,
		text: () => text,
		sees: (wanted: RegExp) =>
			new Promise<void>((resolve, reject) => {
				const look = () => wanted.test(text) && resolve();
				lookers.add(look);
				look();
				void done.then((code) => reject(new Error(`ended (${code}) without ${wanted}: ${text}`)));
			}),
	};
}

const screen = { DISPLAY: ":99" };
const address = /http:\/\/127\.0\.0\.1:\d+\//;

it.each([
	["no screen", {}, /^There is no screen here/],
	["a screen, not installed", screen, /^The desktop window is not installed\. Get it with: npm run electron:get\n/],
	["through SSH", { ...screen, SSH_CONNECTION: "a 1 b 22" }, /^You are connected from another PC/],
])("%s: one line that says why, then the window's address; TERM ends it", async (_, env, line) => {
	const ran = start(env);
	await ran.sees(address);
	expect(ran.text()).toMatch(line);
	ran.child.kill("SIGTERM");
	expect(await ran.done).toBe(0);
});

it("opens the desktop window on this folder, passes TERM on, and ends with its exit code", async () => {
	expect(existsSync(join(root, "dist/electron/main.js")), "the shell is built").toBe(true);
	const seen = join(folder, "seen");
	const path = standIn(
		"stays.cjs",
		`process.on("SIGTERM", () => process.exit(9));
require("fs").writeFileSync("${seen}", process.argv.slice(2).join("|"));
console.log("window is open");
setTimeout(() => {}, 60000);`,
	);
	const ran = start({ ...screen, ELECTRON_EXEC_PATH: path });
	await ran.sees(/window is open/);
	expect(readFileSync(seen, "utf8")).toBe(root);
	ran.child.kill("SIGTERM");
	expect(await ran.done).toBe(9);
	expect(ran.text()).not.toMatch(address);
});

it("a desktop window that cannot start gives way to the browser's, with the reason", async () => {
	const path = standIn(
		"locked.cjs",
		'console.error("FATAL: The SUID sandbox helper binary was found"); process.exit(1);',
	);
	const ran = start({ ...screen, ELECTRON_EXEC_PATH: path });
	await ran.sees(address);
	expect(ran.text()).toMatch(/\nThe desktop window could not start: this system does not let it lock itself in\./);
	ran.child.kill("SIGTERM");
	expect(await ran.done).toBe(0);
});

it("says how it is used", async () => {
	const help = start({}, ["--help"]);
	expect(await help.done).toBe(0);
	expect(help.text()).toMatch(/^Usage: npm start/);
	expect(await start({}, ["--fullscreen"]).done).toBe(2);
});
