// The file that brings Hearth back after a power cut in the middle: real, in a home of its own, and gone without a trace.
import {
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../../main/tools/clock/clock.ts";
import { runCommand } from "../../../main/tools/run-command/run-command.ts";
import { setupEngine } from "../../engine/engine.ts";
import { PowerCut, quietly } from "../../engine/fixture-world.ts";
import { openJournal } from "../../engine/journal.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { midwayHere } from "../../open-setup.ts";
import { makeFolderStep } from "./make-folder.ts";
import { signInFile } from "./sign-in-file.ts";

let home: string;
let data: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "hearth-sign-in-"));
	data = mkdtempSync(join(tmpdir(), "hearth-sign-in-data-"));
});
afterEach(() => {
	for (const folder of [home, data]) rmSync(folder, { recursive: true, force: true });
});
const app = ["/opt/Hearth/hearth", "hearth://open/setup"] as const;
const places = {
	linux: ".config/autostart/dev.hearth.setup.desktop",
	darwin: "Library/LaunchAgents/dev.hearth.setup.plist",
};

describe.each(["linux", "darwin"] as const)("on %s", (platform) => {
	const file = () => join(home, places[platform]);
	const midway = () => signInFile({ platform, home, env: {} }, app);
	/** `cutAt`: the power fails at this line of the journal. */
	const engine = (cutAt = Number.POSITIVE_INFINITY) => {
		const directory = join(data, "setup");
		return setupEngine({
			directory,
			registry: stepRegistry([makeFolderStep()]),
			run: runCommand,
			clock: systemClock,
			newId: () => "1",
			midway: midway(),
			open() {
				const journal = openJournal(join(directory, "journal.ndjson"), systemClock);
				let lines = 0;
				const append: typeof journal.append = (entry) => {
					// Between two lines of the journal it is always there.
					expect(existsSync(file())).toBe(true);
					if (++lines >= cutAt) throw new PowerCut();
					journal.append(entry);
				};
				return { ...journal, append };
			},
		});
	};
	const make = () => ({
		id: "one",
		type: "folder.make",
		version: 1,
		params: { path: join(home, "made"), mode: 0o755 },
	});

	test("it is there while setup works, names the page, and leaves no folder of its own behind", async () => {
		const one = engine();
		expect((await one.apply(one.plan([make()]), quietly())).end).toBe("done");
		expect(readdirSync(home)).toEqual(["made"]);
		expect((await engine().undo(quietly())).end).toBe("undone");
		expect(readdirSync(home)).toEqual([]);
		await midway().ask();
		expect(readFileSync(file(), "utf8")).toContain("hearth://open/setup");
		expect(lstatSync(file()).mode & 0o777).toBe(0o644);
		await midway().ask();
		await midway().forget();
		await midway().forget();
		expect(readdirSync(home)).toEqual([]);
	});

	test("this program ends in the middle: it stays for the next sign-in, and the next start takes it back", async () => {
		const stop = new AbortController();
		const one = engine();
		const ended = await one.apply(
			one.plan([make()]),
			quietly(() => stop.abort(), stop),
		);
		expect(ended.end).toBe("cancelled");
		expect(existsSync(file())).toBe(true);
		await engine().hasArrived(new AbortController().signal);
		expect(existsSync(file())).toBe(false);
		expect((await engine().resume(quietly())).end).toBe("done");
		expect(readdirSync(home)).toEqual(["made"]);
	});

	test("somebody else's file of that name is not touched, and setup works without", async () => {
		mkdirSync(dirname(file()), { recursive: true });
		writeFileSync(file(), "mine");
		await midway().ask();
		await midway().forget();
		expect(readFileSync(file(), "utf8")).toBe("mine");
	});
});

test("only the desktop app is called back, and only to where it looks for its journal by itself", () => {
	const usual = join(home, ".local/state/hearth");
	const env = {
		HOME: home,
		XDG_STATE_HOME: join(home, ".local/state"),
		HEARTH_APP_COMMAND: JSON.stringify(["/opt/Hearth/hearth"]),
	};
	const on = (platform: NodeJS.Platform, more: NodeJS.ProcessEnv = {}, directory = usual) =>
		midwayHere(directory, "/usr/bin/node", null, { platform, env: { ...env, ...more } });
	expect(on("linux")).not.toBeNull();
	expect(on("linux", { HEARTH_APP_COMMAND: undefined })).toBeNull();
	expect(on("linux", {}, data)).toBeNull();
	expect(on("freebsd")).toBeNull();
	expect(on("win32")).toBeNull();
});
