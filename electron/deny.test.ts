import fc from "fast-check";
import { expect, test } from "vitest";
import { denyEverything, externalHosts, mayLoad, mayOpenOutside } from "./deny.ts";
import { doubledApp } from "./double/stage.ts";
import { preventable } from "./double/strict.ts";

function locked(inspecting = false) {
	const double = doubledApp();
	const notes: string[] = [];
	const openExternal = async (url: string) => void notes.push(`opened ${url}`);
	denyEverything({ app: double.app as never, openExternal, inspecting, note: (line) => void notes.push(line) });
	double.start();
	new double.electron.BrowserWindow({});
	const [made] = double.open;
	if (!made) throw new Error("no window was made");
	return { ...double, notes, page: made.page };
}

test.each([
	"geolocation",
	"media",
	"notifications",
	"midi",
	"midiSysex",
	"pointerLock",
	"fullscreen",
	"openExternal",
	"clipboard-read",
	"clipboard-sanitized-write",
	"display-capture",
	"hid",
	"serial",
	"usb",
	"window-management",
	"unknown",
])("refuses the permission %s, asked or looked up", (permission) => {
	const { kept, notes } = locked();
	const answers: boolean[] = [];
	kept.permissionRequest?.({} as never, permission as never, (granted) => void answers.push(granted), {} as never);
	expect(answers).toEqual([false]);
	expect(kept.permissionCheck?.(null, permission as never, "app://hearth", {} as never)).toBe(false);
	expect(notes).toEqual([`denied the permission ${permission}`]);
});

test("locks each session once, whoever asks first", () => {
	const double = doubledApp();
	const parts = { openExternal: async () => undefined, inspecting: false, note: () => undefined };
	const { lock } = denyEverything({ app: double.app as never, ...parts });
	lock(double.session as never);
	double.start();
	expect(double.session.listenerCount("will-download")).toBe(1);
	expect(double.kept.permissionCheck?.(null, "media", "app://hearth", {} as never)).toBe(false);
});

test("refuses devices and the screen, and checks no spelling over the network", () => {
	const { kept } = locked();
	expect(kept.devicePermission?.({} as never)).toBe(false);
	const streams: unknown[] = [];
	kept.displayMedia?.({} as never, (given) => void streams.push(given));
	expect(streams).toEqual([{}]);
	expect(kept.spellChecker).toBe(false);
});

const ways: [string, boolean, boolean][] = [
	["app://hearth/", false, true],
	["app://hearth/assets/a.js", false, true],
	["data:image/svg+xml,x", false, true],
	["blob:app://hearth/1", false, true],
	["blob:https://example.org/1", false, false],
	["app://hearth.evil/", false, false],
	["app://hearth", false, false],
	["https://example.org/", false, false],
	["http://127.0.0.1:80/", false, false],
	["ws://localhost/", false, false],
	["file:///etc/passwd", false, false],
	["chrome://gpu", false, false],
	["devtools://devtools/x", false, false],
	["devtools://devtools/x", true, true],
	["https://example.org/", true, false],
];
test.each(ways)("%s with inspecting %s: %s", async (url, inspecting, let_) => {
	expect(mayLoad(url, inspecting)).toBe(let_);
	expect(await locked(inspecting).letsOut(url)).toBe(let_);
});

test("no web address at all may be loaded", () => {
	fc.assert(
		fc.property(fc.webUrl(), (url) => {
			expect(mayLoad(url, false)).toBe(false);
		}),
	);
});

test.each([
	["will-navigate", "https://example.org/", true],
	["will-navigate", "app://hearth/assets/a.js", true],
	["will-navigate", "file:///etc/passwd", true],
	["will-navigate", "app://hearth/", false],
	["will-navigate", "app://hearth/#/history", false],
	["will-redirect", "app://hearth/", true],
	["will-redirect", "https://example.org/", true],
])("%s to %s: kept back %s", (event, url, prevented) => {
	const { page } = locked();
	const navigation = preventable({ url, isMainFrame: true });
	page.contents.emit(event, navigation);
	expect(navigation.defaultPrevented).toBe(prevented);
});

test("a frame inside the page goes nowhere, not even to our own page", () => {
	const { page } = locked();
	for (const [isMainFrame, prevented] of [
		[false, true],
		[true, false],
	] as const) {
		const navigation = preventable({ url: "app://hearth/", isMainFrame });
		page.contents.emit("will-frame-navigate", navigation);
		expect(navigation.defaultPrevented).toBe(prevented);
	}
});

test("refuses webviews and every new window, and hands nothing to the browser", () => {
	const { page, notes, opened } = locked();
	const attached = preventable({});
	page.contents.emit("will-attach-webview", attached, {}, {});
	expect(attached.defaultPrevented).toBe(true);
	for (const url of ["https://example.org/", "app://hearth/", "about:blank", "file:///", "smb://x", "javascript:1"]) {
		expect(page.mayOpen(url), url).toBe("deny");
	}
	expect(notes.filter((line) => line.startsWith("opened"))).toEqual([]);
	expect(opened).toEqual([]);
	expect(externalHosts).toEqual([]);
});

test("a host on the list is opened outside over plain https only", () => {
	const hosts = ["hearth.example"];
	expect(mayOpenOutside("https://hearth.example/help", hosts)).toBe(true);
	for (const url of [
		"http://hearth.example/",
		"https://hearth.example:8443/",
		"https://a@hearth.example/",
		"https://a:b@hearth.example/",
		"https://www.hearth.example/",
		"https://hearth.example.evil/",
		"https://evil/https://hearth.example/",
		"file://hearth.example/",
		"not an address",
	])
		expect(mayOpenOutside(url, hosts), url).toBe(false);
});

test("denies downloads, except of what the window made itself", () => {
	const { session, notes } = locked();
	const download = (url: string) => {
		const event = preventable({});
		session.emit("will-download", event, { getURL: () => url });
		return event.defaultPrevented;
	};
	expect(download("https://example.org/a.exe")).toBe(true);
	expect(download("app://hearth/assets/a.js")).toBe(true);
	expect(download("blob:https://example.org/1")).toBe(true);
	expect(download("blob:app://hearth/1")).toBe(false);
	expect(download("data:image/png;base64,AA==")).toBe(false);
	expect(notes).toHaveLength(3);
});

test("denies certificates, ours and theirs", () => {
	const { app } = locked();
	const answers: unknown[] = [];
	const broken = preventable({});
	app.emit(
		"certificate-error",
		broken,
		{},
		"https://x/",
		"net::ERR",
		{},
		(trust: boolean) => answers.push(trust),
		true,
	);
	const asked = preventable({});
	app.emit("select-client-certificate", asked, {}, "https://x/", [{}], (...chosen: unknown[]) => answers.push(chosen));
	expect([broken.defaultPrevented, asked.defaultPrevented]).toEqual([true, true]);
	expect(answers).toEqual([false, []]);
});
