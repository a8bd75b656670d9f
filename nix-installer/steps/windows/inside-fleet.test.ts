// The list of tools inside Hearth's Linux: it arrives letter by letter or not at all, and what the person changes stays.
import { afterEach, expect, test } from "vitest";
import { quietly } from "../../engine/fixture-world.ts";
import { leaveStage, listOfTools, newStage, startWindows, type WindowsStage, wantedOn } from "./fixture-stage.ts";
import { newWindows, type PaperWindows } from "./fixture-windows.ts";
import { wantedInsideWindows } from "./windows-plan.ts";

const stages: WindowsStage[] = [];
afterEach(() => {
	for (const stage of stages.splice(0)) leaveStage(stage);
});
function stageOf(more: Partial<PaperWindows> = {}): WindowsStage {
	const stage = newStage(newWindows({ services: ["HNS", "vmcompute", "vfpext"], ...more }));
	stages.push(stage);
	return stage;
}
const wantedHere = (stage: WindowsStage, files: Record<string, string> = listOfTools) => [
	...wantedOn(stage).filter(({ type }) => !/fleet|home|tailnet/.test(type)),
	...wantedInsideWindows({ distro: "Hearth", user: "ada", files, home: "ada@laptop" }),
];
const apply = (stage: WindowsStage, files?: Record<string, string>) => {
	const engine = startWindows(stage);
	return engine.apply(engine.plan(wantedHere(stage, files)), quietly());
};
const folder = "/home/ada/.config/hearth/fleet";
const inside = ({ windows }: WindowsStage) => windows.distros[0]?.files ?? {};

test("every file arrives as it is, by standard input alone, as the account inside", async () => {
	const stage = stageOf();
	expect((await apply(stage)).end).toBe("done");
	const expected = Object.entries(listOfTools).map(([path, text]) => [`${folder}/${path}`, text]);
	expect(inside(stage)).toEqual(Object.fromEntries(expected));
	const calls = stage.windows.log.filter((line) => line.includes(folder));
	expect(calls.length).toBeGreaterThan(4);
	for (const line of calls) {
		expect(line).toContain("--distribution Hearth --user ada --cd ~ --exec /");
		expect(line).not.toMatch(/\/(ba)?sh\b|Werkzeuge/);
	}
	await startWindows(stage).undo(quietly());
	expect(stage.windows.distros).toEqual([]);
});

test("a list that did not arrive whole is not used, and is brought again", async () => {
	const stage = stageOf({
		faults: [{ starts: "wsl.exe --distribution Hearth --user ada --cd ~ --exec /usr/bin/tee", code: 0, text: "" }],
	});
	expect(await apply(stage)).toMatchObject({ end: "failed", why: { code: "setup.fault.list-not-whole" } });
	expect(stage.windows.log.some((line) => line.includes(" build "))).toBe(false);
	expect((await startWindows(stage).resume(quietly())).end).toBe("done");
});

test("what the person changed in it since is theirs: neither going on nor a later plan writes over it", async () => {
	const stage = stageOf({
		faults: [
			{ starts: "wsl.exe --distribution Hearth --user ada --cd ~ --exec /usr/bin/env PATH", code: 1, text: "x" },
		],
	});
	expect((await apply(stage)).end).toBe("failed");
	inside(stage)[`${folder}/inventory.json`] = "mine ada@laptop";
	expect((await startWindows(stage).resume(quietly())).end).toBe("done");
	const again = await apply(stage);
	expect(again.end).toBe("done");
	const newer = await apply(stage, { ...listOfTools, "flake.nix": "newer" });
	expect(newer.status.steps.findLast(({ id }) => id === "list")).toMatchObject({
		state: "adopted",
		detail: { code: "setup.found.fleet" },
	});
	expect(inside(stage)[`${folder}/inventory.json`]).toBe("mine ada@laptop");
});

test("a power cut between any two files: it is brought whole", async () => {
	const whole = stageOf();
	await apply(whole);
	const first = whole.windows.log.findIndex((line) => line.includes("mkdir"));
	const last = whole.windows.log.findIndex((line) => line.includes(" build "));
	expect(last - first).toBeGreaterThan(4);
	for (let call = first; call <= last; call++) {
		for (const half of [0, 1]) {
			const stage = stageOf();
			stage.cutAt = 2 * call + half;
			await apply(stage).catch(() => null);
			stage.cutAt = Number.POSITIVE_INFINITY;
			expect((await startWindows(stage).resume(quietly())).end, `call ${call}`).toBe("done");
			expect(Object.values(inside(stage)), `call ${call}`).toEqual(Object.values(listOfTools));
		}
	}
});
