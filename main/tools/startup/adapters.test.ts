import { mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { startupContract } from "./contract-suite.ts";
import { darwinEntry } from "./darwin-entry.ts";
import { fixtureHome, launchctlDouble, registryDouble, systemctlDouble } from "./fixture-scene.ts";
import { linuxAgent } from "./linux-agent.ts";
import { linuxApp } from "./linux-app.ts";
import { windowsEntry } from "./windows-entry.ts";

const argv = ["/opt/node", "/opt/hearth.js", "agent", "--data", "/d"] as const;
const noLinger = "/nonexistent/linger";

function put(path: string, text: string): () => string {
	mkdirSync(dirname(path), { recursive: true });
	writeFileSync(path, text);
	return () => readFileSync(path, "utf8");
}

const desktop = (home: string) => join(home, ".config/autostart/dev.hearth.app.desktop");
startupContract("linux app", () => {
	const home = fixtureHome();
	const path = desktop(home.place.home);
	return {
		...home,
		open: (command) => linuxApp(home.place, command),
		disableOutside() {
			// GNOME's settings write the file anew, in their own order.
			const keys = readFileSync(path, "utf8").split("\n").slice(1).reverse().filter(Boolean);
			const off = keys.map((one) => one.replace("Autostart-enabled=true", "Autostart-enabled=false"));
			writeFileSync(path, `[Desktop Entry]\n${off.join("\n")}\n`);
		},
		putForeign: () => put(path, "[Desktop Entry]\nType=Application\nName=Mine\nExec=mine\n"),
		// A file where a folder has to be, because an administrator may write anywhere.
		refuse: () => put(join(home.place.home, ".config"), ""),
		everything: () => home.everything().filter((one) => one !== ".config" || !isFile(join(home.place.home, one))),
	};
});

startupContract("linux agent", () => {
	const home = fixtureHome();
	const { program, folder } = systemctlDouble(home.place.home);
	return {
		...home,
		open: (command) => linuxAgent(home.place, command, program.run, noLinger),
		disableOutside: async () => void (await program.run(["systemctl", "--user", "disable", "hearth-agent.service"])),
		putForeign: () => put(join(folder, "hearth-agent.service"), "[Service]\nExecStart=/bin/true\n"),
		refuse: () => {
			program.failing = "enable";
		},
	};
});

for (const kind of ["app", "agent"] as const) {
	startupContract(`darwin ${kind}`, () => {
		const home = fixtureHome();
		const { program, state } = launchctlDouble(kind === "app" ? "true" : "disabled");
		const path = join(home.place.home, `Library/LaunchAgents/dev.hearth.${kind}.plist`);
		return {
			...home,
			open: (command) => darwinEntry(kind, home.place, command, program.run),
			disableOutside: () => void state.disabled.add(`dev.hearth.${kind}`),
			putForeign: () => put(path, "<plist/>"),
			refuse: () => {
				program.failing = "bootstrap";
			},
		};
	});

	startupContract(`windows ${kind}`, () => {
		const home = fixtureHome();
		const { program, keys } = registryDouble();
		const name = kind === "app" ? "Hearth" : "Hearth without a window";
		const run = `HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run|${name}`;
		const approved = `HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run|${name}`;
		return {
			...home,
			open: (command) => windowsEntry(kind, home.place, command, program.run),
			disableOutside: () => void keys.set(approved, { type: "REG_BINARY", data: "030000008A1B2C3D4E5FDA01" }),
			putForeign() {
				keys.set(run, { type: "REG_SZ", data: "C:\\other.exe" });
				return () => JSON.stringify(keys.get(run));
			},
			everything: () => [...keys.keys()],
			refuse: () => {
				program.failing = "add";
			},
		};
	});
}

const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

describe("linux app", () => {
	test("the entry is readable by all, written by its owner alone, wherever XDG_CONFIG_HOME says", async () => {
		const home = fixtureHome();
		const config = join(home.place.home, "conf");
		const entry = linuxApp({ ...home.place, env: { XDG_CONFIG_HOME: config } }, { argv });
		mkdirSync(config);
		await entry.turnOn(false);
		const path = join(config, "autostart/dev.hearth.app.desktop");
		expect(statSync(path).mode & 0o777).toBe(0o644);
		put(join(config, "autostart/mine.desktop"), "");
		await entry.turnOff(false);
		expect(home.everything()).toEqual(["conf", "conf/autostart", "conf/autostart/mine.desktop"]);
		home.close();
	});

	test("a link of that name belongs to whoever made it", async () => {
		const home = fixtureHome();
		put(desktop(home.place.home), "");
		const other = `${desktop(home.place.home)}.d`;
		mkdirSync(other);
		const linked = linuxApp({ ...home.place, env: { XDG_CONFIG_HOME: other } }, { argv });
		mkdirSync(join(other, "autostart"));
		symlinkSync("/nix/store/x", join(other, "autostart/dev.hearth.app.desktop"));
		expect(await linked.look()).toMatchObject({ state: "foreign", contents: "/nix/store/x" });
		home.close();
	});

	test.each(["Hidden=true", "X-KDE-autostart-enabled=false"])("%s is a person's no", async (line) => {
		const home = fixtureHome();
		const entry = linuxApp(home.place, { argv });
		await entry.turnOn(false);
		writeFileSync(desktop(home.place.home), `${readFileSync(desktop(home.place.home), "utf8")}${line}\n`);
		expect((await entry.look()).state).toBe("disabled-outside");
		home.close();
	});
});

describe("linux agent", () => {
	const open = () => {
		const home = fixtureHome();
		const systemctl = systemctlDouble(home.place.home);
		return { home, ...systemctl, entry: linuxAgent(home.place, { argv }, systemctl.program.run, home.place.home) };
	};

	test("is started at once only when asked, restarted when it changed, and never left half", async () => {
		const { home, entry, state, program } = open();
		expect(await entry.turnOn(false)).toBe(false);
		expect(state.active).toBe(false);
		expect(await entry.turnOn(true)).toBe(true);
		expect(program.ran.at(-1)).toBe("systemctl --user start hearth-agent.service");
		const renewed = linuxAgent(home.place, { argv: ["/new/node", ...argv.slice(1)] }, program.run, noLinger);
		await renewed.turnOn(true);
		expect(program.ran.at(-1)).toBe("systemctl --user restart hearth-agent.service");
		const before = (await renewed.look()).contents;
		program.failing = "enable";
		await expect(entry.turnOn(true)).rejects.toMatchObject({ problem: { code: "startup.failed" } });
		expect((await renewed.look()).contents).toBe(before);
		program.failing = null;
		await entry.turnOff(false);
		expect(state.active).toBe(true);
		await entry.turnOn(false);
		await entry.turnOff(true);
		expect(state.active).toBe(false);
		home.close();
	});

	test("without a user manager: off is impossible, and what is there is still told and taken away", async () => {
		const { home, entry, state } = open();
		await entry.turnOn(false);
		state.there = false;
		expect((await entry.look()).state).toBe("on");
		await entry.turnOff(false);
		expect(home.everything()).toEqual([]);
		expect(await entry.look()).toMatchObject({ state: "impossible", reason: "services" });
		await expect(entry.turnOn(true)).rejects.toMatchObject({ problem: { args: { reason: "services" } } });
		home.close();
	});

	test("a masked unit is a person's no; asked anew, the mask goes", async () => {
		const { home, entry, folder } = open();
		mkdirSync(folder, { recursive: true });
		symlinkSync("/dev/null", join(folder, "hearth-agent.service"));
		expect((await entry.look()).state).toBe("disabled-outside");
		await entry.turnOn(false);
		expect((await entry.look()).state).toBe("on");
		home.close();
	});

	test("a unit of that name from a package is not hidden by ours", async () => {
		const { home, entry, state } = open();
		state.fragment = "/usr/lib/systemd/user/hearth-agent.service";
		expect(await entry.look()).toMatchObject({ state: "foreign", where: state.fragment });
		await expect(entry.turnOn(true)).rejects.toMatchObject({ problem: { code: "startup.foreign" } });
		expect(home.everything()).toEqual([]);
		home.close();
	});

	test("tells whether it outlives the sign-out, and never changes that", async () => {
		const { home, entry, program } = open();
		expect((await entry.look()).lingers).toBe(false);
		put(join(home.place.home, "ada"), "");
		expect((await entry.look()).lingers).toBe(true);
		expect((await linuxAgent(home.place, { argv }, program.run, noLinger).look()).lingers).toBeNull();
		expect(program.ran.filter((one) => one.includes("linger"))).toEqual([]);
		home.close();
	});
});

describe("darwin", () => {
	test("starts now where a session is; a failed start takes the file back; off stops only when asked", async () => {
		const home = fixtureHome();
		const { program, state } = launchctlDouble();
		const entry = darwinEntry("agent", home.place, { argv }, program.run);
		state.session = false;
		expect(await entry.turnOn(true)).toBe(false);
		state.session = true;
		expect(await entry.turnOn(true)).toBe(true);
		expect(await entry.turnOn(true)).toBe(true);
		expect(program.ran.filter((one) => one.includes("bootstrap"))).toHaveLength(1);
		await darwinEntry("agent", home.place, { argv: ["/n", ...argv] }, program.run).turnOn(true);
		expect(program.ran.filter((one) => one.includes("bootout"))).toHaveLength(1);
		await entry.turnOff(false);
		expect(state.loaded.size).toBe(1);
		await entry.turnOn(true);
		await entry.turnOff(true);
		expect(state.loaded.size).toBe(0);
		home.close();
	});
});

describe("windows", () => {
	test("a command longer than the Run key holds is impossible; so is a PC without reg.exe", async () => {
		const home = fixtureHome();
		const { program } = registryDouble();
		const long = windowsEntry("app", home.place, { argv: [`C:\\${"x".repeat(250)}`, "--hidden"] }, program.run);
		expect(await long.look()).toMatchObject({ state: "impossible", reason: "length" });
		await expect(long.turnOn(false)).rejects.toMatchObject({ problem: { args: { reason: "length" } } });
		const none = async () => ({ code: null, stdout: "", stderr: "spawn reg.exe ENOENT" });
		const nowhere = windowsEntry("app", home.place, { argv }, none);
		expect(await nowhere.look()).toMatchObject({ state: "impossible", reason: "services" });
		home.close();
	});

	test("the agent opens no console window; letters the console changes do not make it another copy", async () => {
		const home = fixtureHome();
		const { program, keys } = registryDouble();
		const path = "C:\\Users\\J\u00f6rg\\node.exe";
		const entry = windowsEntry("agent", home.place, { argv: [path, "h.js", "agent", "--data", "D"] }, program.run);
		await entry.turnOn(false);
		const [value] = [...keys.values()];
		expect(value?.data).toBe(`"C:\\Windows\\System32\\conhost.exe" --headless ${path} h.js agent --data D`);
		if (value) value.data = value.data.replace("\u00f6", "\ufffd");
		expect(await entry.look()).toMatchObject({ state: "on", stale: false });
		home.close();
	});
});
