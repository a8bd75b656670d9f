// What is written for the start at sign-in, read by the systems' own validators and parsers.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { desktopEntryText } from "../../main/tools/startup/desktop-entry.ts";
import { launchdPlistText } from "../../main/tools/startup/launchd-plist.ts";
import type { Argv } from "../../main/tools/startup/start-command.ts";
import { systemdUnitText } from "../../main/tools/startup/systemd-unit.ts";

const folder = mkdtempSync(join(tmpdir(), "hearth-startup-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const argv: Argv = ["/bin/echo", "a b", 'q"q', "b\\", "$HOME", "%h %%", "<&>", "`x`", "ü", "--hidden"];
const isThere = (program: string) => spawnSync(program, ["--version"]).error === undefined;
const missing = (program: string, debian: string) =>
	isThere(program) ? "" : ` (${program} is not installed, Debian package ${debian})`;
const skips = (why: string) => why !== "" && process.env.CI !== "true";

const noDesktop = missing("desktop-file-validate", "desktop-file-utils");
describe.skipIf(skips(noDesktop))(`the autostart entry${noDesktop}`, () => {
	it("has no error for desktop-file-validate", () => {
		const path = join(folder, "dev.hearth.app.desktop");
		writeFileSync(path, desktopEntryText("Hearth", argv, 1));
		const ran = spawnSync("desktop-file-validate", ["--no-hints", path], { encoding: "utf8" });
		expect(`${ran.stdout}${ran.stderr}`).toBe("");
		expect(ran.status).toBe(0);
	});
});

const noSystemd = missing("systemd-analyze", "systemd");
describe.skipIf(skips(noSystemd))(`the user unit${noSystemd}`, () => {
	it("has nothing for systemd-analyze to say", () => {
		const path = join(folder, "hearth-agent.service");
		writeFileSync(path, systemdUnitText(argv, 1));
		const ran = spawnSync("systemd-analyze", ["--user", "verify", path], {
			encoding: "utf8",
			env: { PATH: process.env.PATH, HOME: folder, XDG_RUNTIME_DIR: folder },
		});
		expect(ran.stderr.split("\n").filter((line) => line.includes("hearth-agent"))).toEqual([]);
		expect(ran.status).toBe(0);
	});
});

const noPython = missing("python3", "python3");
describe.skipIf(skips(noPython))(`the launchd agent${noPython}`, () => {
	it("is a property list with these arguments", () => {
		const path = join(folder, "dev.hearth.agent.plist");
		writeFileSync(path, launchdPlistText({ label: "dev.hearth.agent", argv, keepAlive: true, made: 0 }));
		const code = "import json,plistlib,sys;print(json.dumps(plistlib.load(open(sys.argv[1],'rb'))))";
		const read = JSON.parse(execFileSync("python3", ["-c", code, path], { encoding: "utf8" })) as unknown;
		expect(read).toEqual({
			Label: "dev.hearth.agent",
			ProgramArguments: argv,
			RunAtLoad: true,
			LimitLoadToSessionType: "Aqua",
			KeepAlive: { SuccessfulExit: false },
			ThrottleInterval: 30,
			ExitTimeOut: 45,
			Umask: 0o077,
		});
		expect(readFileSync(path, "utf8")).toMatch(/^<\?xml version="1\.0"/);
	});
});
