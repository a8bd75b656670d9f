import { expect, test } from "vitest";
import { foldersOf, placesOf } from "./places.ts";

test("in a checkout all is beside the built main module", () => {
	const here = "/src/hearth/dist/electron";
	expect(placesOf({ here, packaged: false, resources: "/electron/resources", platform: "linux" })).toEqual({
		window: "/src/hearth/dist/window",
		preload: "/src/hearth/dist/electron/preload.cjs",
		agentEntry: "/src/hearth/dist/app/agent-host.js",
		command: "/src/hearth/dist/app/hearth.js",
		trayIcons: "/src/hearth/assets/icons/generated/tray",
		node: "/src/hearth/node_modules/node/bin/node",
	});
});

test("installed, what plain Node reads is outside the archive, the shell itself inside", () => {
	const here = "/opt/Hearth/resources/app.asar/dist/electron";
	expect(placesOf({ here, packaged: true, resources: "/opt/Hearth/resources", platform: "linux" })).toEqual({
		window: "/opt/Hearth/resources/app.asar.unpacked/dist/window",
		preload: "/opt/Hearth/resources/app.asar/dist/electron/preload.cjs",
		agentEntry: "/opt/Hearth/resources/app.asar.unpacked/dist/app/agent-host.js",
		command: "/opt/Hearth/resources/app.asar.unpacked/dist/app/hearth.js",
		trayIcons: "/opt/Hearth/resources/app.asar/assets/icons/generated/tray",
		node: "/opt/Hearth/resources/node",
	});
	expect(placesOf({ here, packaged: true, resources: "/r", platform: "win32" }).node).toBe("/r/node.exe");
});

test("several agents may run side by side, each with a shell's profile of its own", () => {
	expect(foldersOf({}, "/home/ada/.config", "/")).toEqual({ profile: "/home/ada/.config/hearth-window", data: null });
	expect(foldersOf({ HEARTH_DATA: "" }, "/c", "/").data).toBeNull();
	expect(foldersOf({ HEARTH_DATA: "here" }, "/c", "/tmp")).toEqual({ profile: "/tmp/here/window", data: "/tmp/here" });
});
