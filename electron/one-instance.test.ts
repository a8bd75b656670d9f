import { expect, test } from "vitest";
import { sharedLock } from "./double/app.ts";
import { doubledApp } from "./double/stage.ts";
import { preventable } from "./double/strict.ts";
import { beOnlyInstance } from "./one-instance.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function started(argv: string[], lock: ReturnType<typeof sharedLock>) {
	const double = doubledApp({ argv, lock: lock() });
	const opened: (string | null)[] = [];
	const only = beOnlyInstance({ app: double.app as never, argv, open: (target) => void opened.push(target) });
	return { ...double, only, opened };
}

test("the first start stays; a second one shows the first one's window and ends at once", async () => {
	const lock = sharedLock();
	const first = started([], lock);
	first.start();
	const second = started([], lock);
	await settled();
	expect([first.only, second.only]).toEqual([true, false]);
	expect([first.opened, second.opened]).toEqual([[null], []]);
	expect([first.exits, second.exits]).toEqual([[], [0]]);
});

test.each([
	["hearth://open/history", "#/history"],
	["hearth://join#v1.secret", "#/setup/join/v1.secret"],
	["hearth://lend/on", null],
])("a second start with %s opens %s, and does no more", async (link, target) => {
	const lock = sharedLock();
	const first = started([], lock);
	first.start();
	started(["/opt/hearth/hearth", link], lock);
	await settled();
	expect(first.opened).toEqual([target]);
});

test("what another start hands over is read as a link or not at all", async () => {
	const { app, opened, start } = started([], sharedLock());
	start();
	for (const data of [{ link: 7 }, { link: { toString: () => "hearth://open/allow" } }, "hearth://open/allow", null]) {
		app.emit("second-instance", {}, ["x"], "/", data);
	}
	app.emit("second-instance", {}, ["x", "hearth://open/this-pc"], "/", undefined);
	expect(opened).toEqual([null, null, null, null, "#/this-pc"]);
});

test("a second start by the system at login shows nothing", async () => {
	const lock = sharedLock();
	const first = started([], lock);
	first.start();
	started(["/opt/hearth/hearth", "--hidden"], lock);
	await settled();
	expect(first.opened).toEqual([]);
});

test("macOS: a link that comes before the app is ready waits for it; the dock shows the window", () => {
	const { app, opened, start } = started([], sharedLock());
	const event = preventable({});
	app.emit("open-url", event, "hearth://open/allow");
	expect([event.defaultPrevented, opened]).toEqual([true, []]);
	start();
	app.emit("activate", {}, false);
	expect(opened).toEqual(["#/allow", null]);
});

test("once the first has ended, the next start is the first", () => {
	const lock = sharedLock();
	const first = started([], lock);
	first.start();
	first.app.quit();
	expect(first.exits).toEqual([0]);
	expect(started([], lock).only).toBe(true);
});
