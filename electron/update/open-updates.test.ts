import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { MessageBoxOptions } from "electron";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import { shellUpdates } from "./open-updates.ts";
import type { Updater } from "./updates.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-updates-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function scene(options: { packaged: boolean; feed: boolean }) {
	if (options.feed) writeFileSync(join(folder, "app-update.yml"), "provider: generic\n");
	const boxes: MessageBoxOptions[] = [];
	const beats: (() => void)[] = [];
	let loads = 0;
	let shown: () => void = () => undefined;
	const spoken = new Promise<void>((resolve) => {
		shown = resolve;
	});
	const updater = {
		checkForUpdates: async () => ({ isUpdateAvailable: false, updateInfo: { version: "0.1.0", files: [] } }),
	} as unknown as Updater;
	const updates = shellUpdates({
		electron: {
			app: { getVersion: () => "0.1.0", isPackaged: options.packaged },
			dialog: {
				showMessageBox: async (...args: unknown[]) => {
					boxes.push(args.at(-1) as MessageBoxOptions);
					queueMicrotask(shown);
					return { response: 0, checkboxChecked: true };
				},
			},
		},
		clock: {
			now: () => 5_000,
			after(_ms, run) {
				beats.push(run);
				return () => void beats.splice(0);
			},
		},
		resources: folder,
		profile: folder,
		say: speaker(en, "en"),
		locale: "en-GB",
		load: async () => {
			loads++;
			return updater;
		},
		beforeInstall: async () => undefined,
		note: () => undefined,
	});
	return { updates, boxes, beats, loads: () => loads, spoken };
}

describe("updates in the shell", () => {
	it("start with nothing loaded, nothing written and one quiet beat", () => {
		const { beats, loads } = scene({ packaged: true, feed: true });
		expect([beats.length, loads(), existsSync(join(folder, "updates.json"))]).toEqual([1, 0, false]);
	});

	it.each([
		{ packaged: false, feed: true },
		{ packaged: true, feed: false },
	])("say that this copy has nowhere to look: %o", async (options) => {
		const { updates, boxes, loads, spoken } = scene(options);
		updates.look();
		await spoken;
		expect(boxes[0]?.message).toMatch(/no place to look/);
		expect(loads()).toBe(0);
	});

	it("keep the weekly look as it was ticked, and look by themselves only then", async () => {
		const { updates, boxes, beats, loads, spoken } = scene({ packaged: true, feed: true });
		beats.shift()?.();
		expect(loads()).toBe(0);
		updates.look();
		await spoken;
		await new Promise((resolve) => setImmediate(resolve));
		expect(boxes[0]?.checkboxChecked).toBe(false);
		expect(JSON.parse(readFileSync(join(folder, "updates.json"), "utf8"))).toEqual({ weekly: true, lookedAt: 5_000 });
		updates.close();
		expect(beats).toEqual([]);
	});
});
