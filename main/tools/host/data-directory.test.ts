import { resolve } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { dataDirectory, doorPaths, type Surroundings } from "./data-directory.ts";

const linux: Surroundings = { platform: "linux", home: "/home/ada", temporary: "/tmp", uid: 1000 };

test("the flag wins over HEARTH_DATA, which wins over the OS's folder; empty counts as not given", () => {
	expect(dataDirectory("/a", { HEARTH_DATA: "/b" }, linux)).toBe("/a");
	expect(dataDirectory(undefined, { HEARTH_DATA: "/b" }, linux)).toBe("/b");
	expect(dataDirectory("", { HEARTH_DATA: "" }, linux)).toBe("/home/ada/.local/state/hearth");
});

test("each OS has its own per-user state folder; a relative XDG_STATE_HOME is ignored as the spec demands", () => {
	expect(dataDirectory(undefined, { XDG_STATE_HOME: "/s" }, linux)).toBe("/s/hearth");
	expect(dataDirectory(undefined, { XDG_STATE_HOME: "s" }, linux)).toBe("/home/ada/.local/state/hearth");
	expect(dataDirectory(undefined, {}, { ...linux, platform: "darwin" })).toBe(
		"/home/ada/Library/Application Support/Hearth",
	);
	expect(dataDirectory(undefined, { LOCALAPPDATA: "/L" }, { ...linux, platform: "win32" })).toBe("/L/Hearth");
});

test("a short data directory holds the socket itself", () => {
	expect(doorPaths("/d", {}, linux)).toEqual({
		directory: "/d/door",
		socket: "/d/door/agent.sock",
		token: "/d/door/token",
	});
});

test("a long one moves the socket to the runtime directory, else to the temporary one; the token stays", () => {
	const long = `/${"x".repeat(120)}`;
	const runtime = doorPaths(long, { XDG_RUNTIME_DIR: "/run/user/1000" }, linux);
	expect(runtime.socket).toMatch(/^\/run\/user\/1000\/hearth-1000-[0-9a-f]{12}\/agent\.sock$/);
	expect(runtime.token).toBe(`${long}/door/token`);
	expect(doorPaths(long, {}, linux).socket).toMatch(/^\/tmp\/hearth-1000-[0-9a-f]{12}\/agent\.sock$/);
});

test("Windows gets a named pipe of this account and directory", () => {
	const windows: Surroundings = { ...linux, platform: "win32", uid: "ada" };
	expect(doorPaths("C:\\d", {}, windows).socket).toMatch(/^\\\\\.\\pipe\\hearth-ada-[0-9a-f]{12}$/);
});

test("whatever the directories, the socket fits, and two data directories never share one", () => {
	const directory = fc.stringMatching(/^\/[a-zé/]{0,160}$/);
	fc.assert(
		fc.property(directory, directory, directory, (a, b, runtime) => {
			const one = doorPaths(a, { XDG_RUNTIME_DIR: runtime }, { ...linux, temporary: b });
			expect(Buffer.byteLength(one.socket)).toBeLessThanOrEqual(100);
			// Two spellings of one directory ("//d", "/d/") are one directory.
			fc.pre(resolve(a) !== resolve(b));
			const two = doorPaths(b, { XDG_RUNTIME_DIR: runtime }, { ...linux, temporary: b });
			expect(two.socket).not.toBe(one.socket);
		}),
	);
});
