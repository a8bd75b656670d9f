import { expect, test } from "vitest";
import type { AskProgram } from "./ask-program.ts";
import { type FileOwner, recordedFiles } from "./files.ts";
import { linuxIdleReader, parseHint } from "./linux-idle.ts";
import { sessionPath } from "./linux-sessions.ts";

const start = 1_800_000_000_000;

// As systemd 252 writes them to /run/systemd/sessions/<id>.
const session = (fields: Record<string, string>) =>
	Object.entries({ UID: "1000", USER: "ada", ACTIVE: "1", STATE: "active", REMOTE: "0", CLASS: "user", ...fields })
		.map(([key, value]) => `${key}=${value}`)
		.join("\n");
const wayland = session({ TYPE: "wayland", SEAT: "seat0", TTY: "tty2" });
const greeter = session({ UID: "117", USER: "gdm", TYPE: "wayland", SEAT: "seat0", TTY: "tty1", CLASS: "greeter" });
const ssh = session({ UID: "1001", USER: "other", TYPE: "tty", REMOTE: "1", TTY: "pts/3", REMOTE_HOST: "10.0.0.2" });

function pc(
	sessions: Record<string, string>,
	hints: Record<string, string> = {},
	terminals: Record<string, FileOwner> = {},
) {
	const state = { now: start, hints, asked: 0 };
	const texts = Object.fromEntries(Object.entries(sessions).map(([id, text]) => [`/run/systemd/sessions/${id}`, text]));
	const ask: AskProgram = async (argv) => {
		state.asked++;
		return state.hints[argv.find((word) => word.startsWith("/org/")) ?? ""] ?? null;
	};
	const read = linuxIdleReader({ files: recordedFiles(texts, terminals), ask, now: () => state.now });
	return { state, read };
}

const hint = (idle: boolean, sinceMs: number, locked = false) => `b ${idle}\nt ${sinceMs * 1000}\nb ${locked}\n`;
const path = sessionPath("2");

test("session ids become D-Bus paths as logind names them", () => {
	expect(sessionPath("2")).toBe("/org/freedesktop/login1/session/_32");
	expect(sessionPath("c1")).toBe("/org/freedesktop/login1/session/c1");
	expect(sessionPath("12")).toBe("/org/freedesktop/login1/session/_312");
});

test("busctl's answer is read whole or not at all", () => {
	expect(parseHint(hint(true, 5, true))).toEqual({ idle: true, since: 5, locked: true });
	expect(parseHint("b true\nt 0\nb false\n")?.idle).toBe(false);
	for (const bad of [null, "", "b true\n", "b maybe\nt 1\nb false", "t 1\nb true\nb false"]) {
		expect(parseHint(bad)).toBeNull();
	}
});

test("a desktop's hint tells how long; without it somebody is there", async () => {
	const { state, read } = pc({ 2: wayland }, { [path]: hint(true, start - 400_000) });
	expect(await read()).toEqual({ value: 400, source: "sessions", lasting: true });
	state.hints = { [path]: hint(false, start - 400_000) };
	expect(await read()).toEqual({ value: 0, source: "sessions", lasting: true });
});

test("a locked screen counts from when it was first seen locked, and starts again after an unlock", async () => {
	const { state, read } = pc({ 2: wayland }, { [path]: hint(false, start, true) });
	expect((await read()).value).toBe(0);
	state.now += 600_000;
	expect((await read()).value).toBe(600);
	state.hints = { [path]: hint(false, start) };
	expect((await read()).value).toBe(0);
	state.hints = { [path]: hint(false, start, true) };
	expect((await read()).value).toBe(0);
});

test("anyone counts: an ssh session in use outweighs an idle desktop", async () => {
	const pts = {
		"/dev/pts/3": { uid: 1001, accessedAt: start - 9_000 },
		"/dev/pts/ptmx": { uid: 0, accessedAt: start },
	};
	const { read } = pc({ 2: wayland, 7: ssh }, { [path]: hint(true, start - 900_000) }, pts);
	expect(await read()).toMatchObject({ value: 9, lasting: true });
});

test("a terminal of somebody who is not logged in does not count", async () => {
	const pts = { "/dev/pts/9": { uid: 998, accessedAt: start - 1_000 } };
	const { read } = pc({ 2: wayland }, { [path]: hint(true, start - 900_000) }, pts);
	expect((await read()).value).toBe(900);
});

test("a session whose hint cannot be read leaves only use as certain", async () => {
	const pts = (agoMs: number) => ({ "/dev/pts/3": { uid: 1001, accessedAt: start - agoMs } });
	expect((await pc({ 2: wayland }).read()).value).toBeNull();
	expect((await pc({ 2: wayland, 7: ssh }, {}, pts(5_000)).read()).value).toBe(5);
	expect((await pc({ 2: wayland, 7: ssh }, {}, pts(999_000)).read()).value).toBeNull();
});

test("a login screen with nobody logged in is idle since it was first seen", async () => {
	const { state, read } = pc({ c1: greeter });
	expect(await read()).toMatchObject({ value: 0, lasting: true });
	state.now += 301_000;
	expect(await read()).toMatchObject({ value: 301, lasting: true });
	expect(state.asked).toBe(0);
});

test("without a screen session terminals prove use, never absence; with nothing it is unknown", async () => {
	const pts = (agoMs: number) => ({ "/dev/pts/0": { uid: 0, accessedAt: start - agoMs } });
	expect(await pc({}, {}, pts(10_000)).read()).toEqual({ value: 10, source: "terminals", lasting: false });
	expect(await pc({}, {}, pts(999_000)).read()).toEqual({ value: null, source: "terminals", lasting: false });
	expect(await pc({}).read()).toEqual({ value: null, source: "no-reader", lasting: false });
});

test("services, lingering managers and sessions being closed are nobody", async () => {
	const lingering = session({ TYPE: "unspecified", CLASS: "manager" });
	const closing = session({ TYPE: "x11", STATE: "closing" });
	expect((await pc({ 1: lingering, 3: closing, "2.ref": "" }).read()).source).toBe("no-reader");
});
