import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { openTray } from "./open-tray.ts";
import { openStop } from "./stop-lending.ts";
import { doubleTray, type TrayDoubleParts } from "./tray-double.ts";
import { fakeLink, handClock, jobOf, liveOf, locale, noon, say, settle } from "./tray-fixture.ts";
import { trayImage } from "./tray-image.ts";
import { trayShapes } from "./tray-state.ts";

const icons = fileURLToPath(new URL("../../assets/icons/generated/tray", import.meta.url));
const lending = liveOf({ state: "lending", jobs: [jobOf()] });
const off = liveOf({ state: "off", grants: [] });

function setUp(first = lending, platform: NodeJS.Platform = "linux", double: TrayDoubleParts = {}) {
	const clock = handClock();
	const calls: unknown[] = [];
	const notes: string[] = [];
	const call = (name: string) => async (input: unknown) => {
		calls.push([name, input]);
		return name === "stop" ? { withdrawn: 1, stopped: [] } : {};
	};
	const link = fakeLink(first, { stop: call("stop"), pause: call("pause"), resume: call("resume") });
	const system = doubleTray(double);
	let wanted = true;
	let refresh: () => void = () => undefined;
	const stop = openStop({ link, clock, stopAnyway: async () => true, onPhase: () => refresh() });
	const tray = openTray({
		electron: system.electron,
		link,
		stop,
		clock,
		platform,
		desktop: "KDE",
		icons,
		say,
		locale,
		notices: {
			wanted: () => wanted,
			want: (on) => {
				wanted = on;
			},
		},
		onOpen: (page) => calls.push(["open", page]),
		onUpdate: () => calls.push(["update"]),
		onQuit: (first) => calls.push(["quit", first]),
		note: (line) => notes.push(line),
	});
	refresh = tray.refresh;
	const image = () =>
		system
			.image()
			.slice(icons.length + 1)
			.replaceAll("\\", "/");
	return { clock, calls, notes, link, system, tray, image, wanted: () => wanted };
}

describe("the tray", () => {
	it("shows shape, tooltip and menu of the state, and follows it", () => {
		const { system, link, image } = setUp();
		expect(image()).toBe("linux/light/lending.png");
		expect(system.tooltip()).toBe("Hearth: Two of your eight cores are helping photo-box.");
		link.become(liveOf({ state: "paused", pausedUntil: noon + 60_000 }));
		expect(image()).toBe("linux/light/paused.png");
		expect(system.labels()).toContain("Lend again now");
		expect(system.made()).toBe(1);
	});

	it("sets a menu only when it reads differently", () => {
		const { system, link, clock } = setUp();
		clock.advance(1_000);
		link.become(lending);
		const before = system.menusSet();
		for (let i = 0; i < 20; i++) {
			clock.advance(1_000);
			link.become(liveOf({ state: "lending", jobs: [{ ...jobOf(), cpus: i }] }));
		}
		expect(system.menusSet()).toBe(before);
		link.become(off);
		expect(system.menusSet()).toBe(before + 1);
	});

	it("keeps the times of the pauses true, minute by minute, and rests while nothing is allowed", () => {
		const { system, link, clock } = setUp();
		clock.advance(60_000);
		expect(system.labels()).toContain("30 minutes, until 12:31");
		link.become(off);
		expect(clock.pending()).toBe(0);
	});

	it("does what is pressed, and says that it came from the tray", async () => {
		const { system, calls, link } = setUp();
		system.press("30 minutes, until 12:30");
		system.press("Half: 1 core, 2 GiB…");
		system.press("Open Hearth");
		system.press("Quit and stop lending");
		link.become(liveOf({ state: "paused", pausedUntil: noon + 60_000 }));
		system.press("Lend again now");
		expect(calls).toEqual([
			["pause", { until: noon + 1_800_000, via: "tray" }],
			["open", "#/allow/half"],
			["open", "#/lending"],
			["quit", true],
			["resume", { via: "tray" }],
		]);
		system.press("Stop lending");
		expect(system.labels()).toContain("Stopping…");
		await settle();
		expect(calls.at(-1)).toEqual(["stop", { via: "tray" }]);
		link.become(off);
		expect(system.labels()).toEqual(expect.arrayContaining(["Nothing is lent.", "Quit Hearth"]));
		system.press("Turn lending on…");
		expect(calls.at(-1)).toEqual(["open", "#/allow"]);
	});

	it("pauses as long as meant after the PC slept over a label", () => {
		const { system, calls, clock, link } = setUp();
		link.become(off);
		link.become(lending);
		clock.advance(0);
		const label = "30 minutes, until 12:30";
		const sleep = 7_200_000;
		const asleep = clock.now;
		clock.now = () => asleep() + sleep;
		system.press(label);
		expect(calls).toEqual([["pause", { until: noon + 1_800_000 + sleep, via: "tray" }]]);
	});

	it("opens the window where a call is refused", async () => {
		const clock = handClock();
		const opened: string[] = [];
		const link = fakeLink(lending, { pause: () => Promise.reject(new Error("agent.not-running")) });
		const system = doubleTray();
		const notes: string[] = [];
		openTray({
			electron: system.electron,
			link,
			stop: openStop({ link, clock, stopAnyway: async () => false, onPhase: () => undefined }),
			clock,
			platform: "linux",
			desktop: "",
			icons,
			say,
			locale,
			notices: { wanted: () => true, want: () => undefined },
			onOpen: (page) => opened.push(page),
			onUpdate: () => undefined,
			onQuit: () => undefined,
			note: (line) => notes.push(line),
		});
		system.press("30 minutes, until 12:30");
		await settle();
		expect(opened).toEqual(["#/lending"]);
		expect(notes).toEqual(["tray: agent.not-running"]);
	});

	it("shows a tick as it is, not as the system toggled it", () => {
		const { system, wanted } = setUp();
		system.press("Tell me when something needs me");
		expect(wanted()).toBe(false);
		expect(system.menusSet()).toBe(2);
		system.press("As allowed: 2 cores, 4 GiB");
		expect(system.menusSet()).toBe(3);
	});

	it("opens the window on a click, save on macOS, where a click opens the menu", () => {
		const linux = setUp();
		linux.system.click();
		expect(linux.calls).toEqual([["open", "#/lending"]]);
		const mac = setUp(lending, "darwin");
		mac.system.click();
		expect(mac.calls).toEqual([]);
		expect(mac.image()).toBe("mac/lendingTemplate.png");
	});

	it("follows the bar's theme with the same icon", () => {
		const { system, image } = setUp(lending, "win32");
		system.themeBecomes(true);
		expect(image()).toBe("windows/dark/lending.ico");
		expect(system.made()).toBe(1);
	});

	it("is done without where there is none", () => {
		const { tray, link, notes, clock } = setUp(lending, "linux", { refuses: true });
		expect(tray.shown).toBe(false);
		link.become(off);
		tray.refresh();
		tray.close();
		expect(notes).toEqual(["no tray here: no status area"]);
		expect(clock.pending()).toBe(0);
	});

	it("leaves nothing behind when closed", () => {
		const { tray, link, system, clock } = setUp();
		tray.close();
		expect([link.followers(), system.themeListeners(), clock.pending(), system.destroyed()]).toEqual([0, 0, 0, true]);
		tray.refresh();
	});

	it("shows a name with & in it as it is", () => {
		const { system } = setUp(liveOf({ state: "lending", jobs: [jobOf("Bed & Breakfast")] }));
		expect(system.labels()[0]).toBe("Two of your eight cores are helping Bed && Breakfast.");
	});
});

describe("which drawing", () => {
	const bar = { platform: "linux" as NodeJS.Platform, desktop: "KDE", darkApps: false, darkSystem: false };
	it.each([
		[{ ...bar }, "linux/light/off.png"],
		[{ ...bar, darkApps: true }, "linux/dark/off.png"],
		[{ ...bar, desktop: "ubuntu:GNOME" }, "linux/dark/off.png"],
		[{ ...bar, platform: "win32" as const, darkApps: true }, "windows/light/off.ico"],
		[{ ...bar, platform: "win32" as const, darkSystem: true }, "windows/dark/off.ico"],
		[{ ...bar, platform: "darwin" as const, darkApps: true }, "mac/offTemplate.png"],
	])("on %j is %s", (look, path) => {
		expect(trayImage("off", look)).toBe(path);
	});
	it("is there for every shape everywhere", async () => {
		const { existsSync } = await import("node:fs");
		for (const shape of trayShapes) {
			for (const platform of ["linux", "win32", "darwin"] as const) {
				for (const dark of [true, false]) {
					const path = trayImage(shape, { platform, desktop: "", darkApps: dark, darkSystem: dark });
					expect(existsSync(`${icons}/${path}`), path).toBe(true);
				}
			}
		}
	});
});
