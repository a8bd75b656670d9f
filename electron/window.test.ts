import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { doubledApp } from "./double/stage.ts";
import { shellWindow, type WindowParts } from "./window.ts";
import { backgrounds, windowOptions } from "./window-options.ts";
import type { KeptPlace } from "./window-place.ts";

function stage(kept: KeptPlace | null = null) {
	const loads: string[] = [];
	const fails = new Set<string>();
	const double = doubledApp({
		makeSurface: () => ({
			load: async (url) => {
				loads.push(url);
				if (fails.has(url)) throw new Error("ERR_FAILED");
			},
			send: () => undefined,
			zoom: () => undefined,
			close: () => undefined,
		}),
	});
	double.start();
	const written: KeptPlace[] = [];
	const notes: string[] = [];
	const admitted: number[] = [];
	const clock = { at: 0 };
	const window = shellWindow({
		make: (options) => new double.electron.BrowserWindow(options) as ReturnType<WindowParts["make"]>,
		workAreas: () => [{ x: 0, y: 0, width: 1920, height: 1040 }],
		dark: () => false,
		now: () => clock.at,
		place: { read: () => kept, write: (place) => void written.push(place) },
		preload: "/app/preload.cjs",
		inspecting: false,
		admit: (contents) => void admitted.push(contents.id),
		note: (line) => void notes.push(line),
	});
	const only = () => {
		expect(double.open).toHaveLength(1);
		return double.open[0] as (typeof double.open)[0];
	};
	const crash = (reason = "crashed") => only().page.contents.emit("render-process-gone", {}, { reason, exitCode: 1 });
	return { window, only, crash, loads, fails, written, notes, admitted, clock, open: double.open };
}
const settled = () => new Promise((resolve) => setImmediate(resolve));
type Shown = { isVisible(): boolean; isMaximized(): boolean; minimize(): void; isMinimized(): boolean };

test("the window's options, all of them", () => {
	const place = { bounds: { x: 10, y: 20, width: 900, height: 700 }, maximized: false };
	expect(windowOptions({ place, dark: true, preload: "/app/preload.cjs", inspecting: false })).toEqual({
		title: "Hearth",
		x: 10,
		y: 20,
		width: 900,
		height: 700,
		minWidth: 360,
		minHeight: 480,
		show: false,
		backgroundColor: "#191613",
		autoHideMenuBar: true,
		webPreferences: {
			preload: "/app/preload.cjs",
			contextIsolation: true,
			sandbox: true,
			nodeIntegration: false,
			nodeIntegrationInWorker: false,
			nodeIntegrationInSubFrames: false,
			webviewTag: false,
			webSecurity: true,
			allowRunningInsecureContent: false,
			experimentalFeatures: false,
			navigateOnDragDrop: false,
			safeDialogs: true,
			spellcheck: false,
			devTools: false,
		},
	});
});

test("only a developer's build can be inspected; the first colour is the theme's", () => {
	const place = { bounds: { width: 900, height: 700 }, maximized: false };
	const light = windowOptions({ place, dark: false, preload: "/p", inspecting: true });
	expect([light.webPreferences.devTools, light.backgroundColor]).toEqual([true, "#f8f4ed"]);
	const tokens = readFileSync(new URL("../renderer/ui/tokens.css", import.meta.url), "utf8");
	expect(tokens).toContain(`--bg: light-dark(${backgrounds.light}, ${backgrounds.dark})`);
});

test("is shown once it is drawn, not before, and its page is let in before it loads", async () => {
	const { window, only, loads, admitted } = stage();
	window.open();
	const shown = only().window as unknown as Shown;
	expect(shown.isVisible()).toBe(false);
	expect(admitted).toEqual([only().page.contents.id]);
	await settled();
	expect(shown.isVisible()).toBe(true);
	expect(loads).toEqual(["app://hearth/"]);
});

test("opening it again shows the one that is there; a link goes to its page once", async () => {
	const { window, only, loads } = stage();
	window.open();
	await settled();
	(only().window as unknown as Shown).minimize();
	window.open();
	expect((only().window as unknown as Shown).isMinimized()).toBe(false);
	window.open("#/history");
	window.open("#/history");
	expect(loads).toEqual(["app://hearth/", "app://hearth/#/history"]);
});

test("closing destroys it, keeps its place, and the next opening makes a new one on the wanted page", async () => {
	const { window, only, open, loads, written } = stage();
	window.open();
	await settled();
	const first = only();
	window.close();
	expect([open.length, first.isDestroyed(), window.isOpen()]).toEqual([0, true, false]);
	expect(written).toEqual([{ bounds: { x: 100, y: 80, width: 1080, height: 760 }, maximized: false }]);
	window.open("#/allow");
	expect(only()).not.toBe(first);
	expect(loads.at(-1)).toBe("app://hearth/#/allow");
});

test("comes back where and how large it was", async () => {
	const bounds = { x: 50, y: 60, width: 800, height: 600 };
	const { window, only } = stage({ bounds, maximized: true });
	window.open();
	await settled();
	expect(only().options).toMatchObject(bounds);
	expect((only().window as unknown as Shown).isMaximized()).toBe(true);
});

test("a page that crashes is made anew once; again within a minute, as a calm page; after that not at all", async () => {
	const { window, crash, loads, open, notes } = stage();
	window.open();
	await settled();
	crash();
	await settled();
	crash("oom");
	await settled();
	expect(loads).toEqual(["app://hearth/", "app://hearth/", "app://hearth/broken.html"]);
	crash();
	await settled();
	expect(open).toHaveLength(0);
	expect(notes).toHaveLength(3);
	window.open();
	expect(loads.at(-1)).toBe("app://hearth/");
});

test("crashes far apart are each forgiven, and a page that ended by itself is none", async () => {
	const { window, crash, loads, clock } = stage();
	window.open();
	for (let n = 0; n < 3; n++) {
		await settled();
		crash();
		clock.at += 60_000;
	}
	crash("clean-exit");
	expect(loads).toEqual(Array(4).fill("app://hearth/"));
});

test("a page that cannot be loaded is replaced by words, not by an empty window", async () => {
	const { window, only, fails, loads } = stage();
	fails.add("app://hearth/");
	window.open();
	await settled();
	expect(loads).toEqual(["app://hearth/", "app://hearth/broken.html"]);
	expect((only().window as unknown as Shown).isVisible()).toBe(true);
});
