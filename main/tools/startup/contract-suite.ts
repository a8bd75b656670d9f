// What holds for every entry that can start by itself, whichever system keeps it. Each adapter runs it on a throw-away home
// with its system's program in a double.
import { expect, test } from "vitest";
import type { ProblemError } from "../../contract/problem.ts";
import type { StartCommand } from "./start-command.ts";
import type { StartupEntry } from "./startup-entry.ts";

export interface StartupScene {
	open(command: StartCommand): StartupEntry;
	/** The person switches it off in the system's own settings. */
	disableOutside(): void | Promise<void>;
	/** Puts something else in its place and gives a function that reads it back. */
	putForeign(): () => string;
	/** Everything this scene's home and system hold, to see that nothing is left; empty at the start. */
	everything(): string[];
	/** From now on the system's program (or file system) refuses. */
	refuse(): void;
	close(): void;
}

/** With what entries on Windows are known as ours by. */
const argv = ["/opt/My Hearth/run", "--it is", 'a"b', "agent", "--data", "x y", "--hidden"] as const;
const other = ["/elsewhere/run", "agent", "--data", "x y", "--hidden"] as const;

export function startupContract(name: string, openScene: () => StartupScene): void {
	const within = (what: string, run: (scene: StartupScene) => Promise<void>) =>
		test(`${name}: ${what}`, async () => {
			const scene = openScene();
			try {
				await run(scene);
			} finally {
				scene.close();
			}
		});
	const problem = (promise: Promise<unknown>) =>
		promise.then(
			() => "done",
			(error: ProblemError) => error.problem.code,
		);

	within("is off until asked, and says what it would write where", async (scene) => {
		const look = await scene.open({ argv }).look();
		expect(look).toMatchObject({ state: "off", reason: null, stale: false });
		expect(look.where).not.toBe("");
		expect(look.contents).toContain("/opt/My Hearth/run");
		expect(scene.everything()).toEqual([]);
	});

	within("on writes what was shown, twice is as once, off leaves nothing, twice is as once", async (scene) => {
		const entry = scene.open({ argv });
		const before = await entry.look();
		await entry.turnOn(false);
		const after = await entry.look();
		expect(after).toMatchObject({ state: "on", stale: false, where: before.where });
		expect(digitless(after.contents)).toBe(digitless(before.contents));
		const all = scene.everything();
		await entry.turnOn(false);
		expect(scene.everything()).toEqual(all);
		await entry.turnOff(false);
		expect(await entry.look()).toEqual(before);
		expect(scene.everything()).toEqual([]);
		await entry.turnOff(false);
		expect(scene.everything()).toEqual([]);
	});

	within("what was switched off outside stays so until asked anew", async (scene) => {
		const entry = scene.open({ argv });
		await entry.turnOn(false);
		await scene.disableOutside();
		expect((await entry.look()).state).toBe("disabled-outside");
		expect((await scene.open({ argv: other }).look()).state).toBe("disabled-outside");
		await entry.turnOn(false);
		expect((await entry.look()).state).toBe("on");
		await scene.disableOutside();
		await entry.turnOff(false);
		expect(scene.everything()).toEqual([]);
	});

	within("what is not ours is never touched", async (scene) => {
		const read = scene.putForeign();
		const before = read();
		const all = scene.everything();
		const entry = scene.open({ argv });
		expect((await entry.look()).state).toBe("foreign");
		expect(await problem(entry.turnOn(true))).toBe("startup.foreign");
		expect(await problem(entry.turnOff(true))).toBe("startup.foreign");
		expect(read()).toBe(before);
		expect(scene.everything()).toEqual(all);
	});

	within("another copy's entry is seen as such, and renewed when asked", async (scene) => {
		await scene.open({ argv: other }).turnOn(false);
		const entry = scene.open({ argv });
		expect(await entry.look()).toMatchObject({ state: "on", stale: true });
		await entry.turnOn(false);
		expect(await entry.look()).toMatchObject({ state: "on", stale: false });
		await entry.turnOff(false);
		expect(scene.everything()).toEqual([]);
	});

	within("what cannot be is said with its reason; what is there can still be taken away", async (scene) => {
		const entry = scene.open({ impossible: "absent" });
		expect(await entry.look()).toMatchObject({ state: "impossible", reason: "absent", contents: "" });
		expect(await problem(entry.turnOn(false))).toBe("startup.impossible");
		await entry.turnOff(false);
		expect(scene.everything()).toEqual([]);
		await scene.open({ argv }).turnOn(false);
		expect(await entry.look()).toMatchObject({ state: "on", stale: false });
		await entry.turnOff(false);
		expect(scene.everything()).toEqual([]);
	});

	within("when the system refuses, nothing new is left", async (scene) => {
		const entry = scene.open({ argv });
		scene.refuse();
		expect(await problem(entry.turnOn(true))).toMatch(/^startup\.(failed|impossible)$/);
		expect(scene.everything()).toEqual([]);
	});
}

/** The count of made folders is known only when they are made. */
const digitless = (text: string) => text.replace(/(made[^\n]*?|Made-Folders=)\d/gi, "$1");
