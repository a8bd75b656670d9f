import { expect, test } from "vitest";
import { chooseWindow, earlyEnd, type WindowSituation } from "./choose-window.ts";
import { say } from "./say.ts";

const desk: WindowSituation = {
	platform: "linux",
	env: { DISPLAY: ":0" },
	binary: "/electron",
	built: true,
	asked: null,
};

const cases: [string, Partial<WindowSituation>, string][] = [
	["a Linux desktop, X11", {}, "app"],
	["a Linux desktop, Wayland alone", { env: { WAYLAND_DISPLAY: "wayland-0" } }, "app"],
	["Linux without a screen", { env: {} }, "no-screen"],
	["Linux with empty variables", { env: { DISPLAY: "", WAYLAND_DISPLAY: "" } }, "no-screen"],
	["macOS has no such variable", { platform: "darwin", env: {} }, "app"],
	["Windows has no such variable", { platform: "win32", env: {} }, "app"],
	["no screen is said before what is missing for one", { env: {}, binary: null }, "no-screen"],
	["not installed", { binary: null }, "not-installed"],
	["installed, the shell not built", { built: false }, "not-built"],
	["through SSH", { env: { DISPLAY: ":0", SSH_CONNECTION: "10.0.0.2 5 10.0.0.1 22" } }, "remote"],
	["through SSH, macOS", { platform: "darwin", env: { SSH_TTY: "/dev/ttys001" } }, "remote"],
	[
		"through SSH with a forwarded screen, asked for",
		{ env: { DISPLAY: "localhost:10.0", SSH_TTY: "x" }, asked: "app" },
		"app",
	],
	["through SSH without a screen, asked for", { env: { SSH_TTY: "x" }, asked: "app" }, "no-screen"],
	["CI", { env: { DISPLAY: ":0", CI: "true" } }, "automated"],
	["CI, asked for", { env: { DISPLAY: ":0", CI: "true" }, asked: "app" }, "app"],
	["CI=false is none", { env: { DISPLAY: ":0", CI: "false" } }, "app"],
	["the browser, asked for", { asked: "web" }, "asked"],
	["the browser, asked for where nothing else is", { asked: "web", env: {}, binary: null }, "asked"],
	["the app, asked for where it is not installed", { asked: "app", binary: null }, "not-installed"],
];

test.each(cases)("%s", (_, change, expected) => {
	const choice = chooseWindow({ ...desk, ...change });
	if (expected === "app") {
		expect(choice).toEqual({ kind: "app", binary: "/electron" });
		return;
	}
	expect(choice).toEqual({ kind: "web", why: expected });
	const line = say(`npm.start.${expected}`);
	expect(line).not.toContain("\n");
	expect(line.length).toBeGreaterThan(20);
});

/** Lines as Electron, its loader and Chromium write them. */
const ends: [string, string, string][] = [
	[
		"/x/electron: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file",
		"died-library",
		"libnss3.so",
	],
	[
		"[7:1101/09.1:FATAL:setuid_sandbox_host.cc(163)] The SUID sandbox helper binary was found, but is not configured correctly. You need to make sure that /x/chrome-sandbox is owned by root and has mode 4755.",
		"died-sandbox",
		"",
	],
	[
		"[9:FATAL:zygote_host_impl_linux.cc(127)] No usable sandbox! If you are running on Ubuntu 23.10+",
		"died-sandbox",
		"",
	],
	[
		"[9:FATAL:electron_main_delegate.cc(307)] Running as root without --no-sandbox is not supported. See https://crbug.com/638180.",
		"died-root",
		"",
	],
	["[1:ERROR:ozone_platform_x11.cc(240)] Missing X server or $DISPLAY", "died-display", ""],
	["something\nthe last word\n", "died", "the last word"],
	["", "died", "SIGSEGV"],
];

test.each(ends)("an early end is told by what was written: %s", (stderr, why, detail) => {
	expect(earlyEnd(stderr, "SIGSEGV")).toEqual({ why, detail });
	expect(say(`npm.start.${why}`, { detail })).toContain(detail);
});
