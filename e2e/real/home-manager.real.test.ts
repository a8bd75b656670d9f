// The life of a home with setup's own steps, in a real Nix: what stands in the way, rehearsal, switch, second generation,
// rollback, removal. The home is a throw-away one, and afterwards as it was.
import { existsSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { runCommand } from "../../main/tools/run-command/run-command.ts";
import { runActivation } from "../../nix-installer/home-manager/activate.ts";
import { readCollisions } from "../../nix-installer/home-manager/activation-text.ts";
import { activeTarget, listGenerations, profileTarget } from "../../nix-installer/home-manager/generations.ts";
import { rollBack } from "../../nix-installer/home-manager/remove-home.ts";
import { homeSwitchParamsSchema } from "../../nix-installer/steps/common/home-switch.ts";
import { homeEngine, quietly } from "./home/home-engine.ts";
import { openHomeStage } from "./home/home-stage.ts";
import { differences, pictureHome } from "./home/person-home.ts";
import { nixInputs } from "./nix/fleet-flake.ts";
import { whyNoNix } from "./nix/real-nix.ts";

/** What Home Manager puts into every home; the last two only the real one. */
const homeManagersOwn: readonly string[] = [
	...[".cache/.keep", ".local/state/.keep"],
	...[".config/environment.d/10-home-manager.conf", ".config/systemd/user/tray.target"],
];

const missing = whyNoNix();

describe.skipIf(missing)(`a home, set up and removed${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: Awaited<ReturnType<typeof openHomeStage>>;
	beforeAll(async () => {
		stage = await openHomeStage();
		console.log(`home: Nix ${stage.stage.nix.version}, ${nixInputs.kind} from ${nixInputs.folder}`);
	});
	afterAll(() => stage?.close());
	beforeEach(() => stage.start());

	const picture = () => pictureHome(stage.home);
	const work = () => ({
		nix: stage.stage.nix,
		run: runCommand,
		places: stage.places,
		env: stage.scene().env,
		signal: new AbortController().signal,
	});

	test("looking and rehearsing write nothing; the plan tells each file", async () => {
		const before = picture();
		const built = await stage.build("first");
		const step = await stage.wantSwitch(built);
		expect(differences(before, picture())).toEqual([]);
		const { replaces, adds, removes } = homeSwitchParamsSchema.parse(step.params);
		expect(replaces).toEqual([".config/git/config", ".dangling", ".linked-same", ".own rc", ".same", ".tool"]);
		expect(adds.filter((one) => !homeManagersOwn.includes(one))).toEqual([
			".config/fresh/deep/er",
			".config/lonely/new",
			".only-first",
		]);
		expect(removes).toEqual([]);
		expect(await stage.wantSwitch(built)).toEqual(step);
		const shown = homeEngine(stage.scene()).plan([step]).plan.steps[0]?.shown.changes;
		expect(shown).toHaveLength(replaces.length + adds.length);
		expect(shown).toContainEqual({ kind: "file", how: "changes", place: stage.at(".own rc") });
	});

	test("without a name for backups the script refuses, names what is in the way, and writes nothing", async () => {
		const built = await stage.build("first");
		const { generation } = homeSwitchParamsSchema.parse((await stage.wantSwitch(built)).params);
		const before = picture();
		const state = join(stage.scene().data, "state");
		mkdirSync(join(state, "nix/profiles"), { recursive: true });
		const end = await runActivation(work(), {
			generation,
			extension: null,
			dryRun: true,
			env: { XDG_STATE_HOME: state, NIX_CONFIG: "use-xdg-base-directories = true" },
		});
		expect(end).toMatchObject({ end: "exit", code: 1 });
		const inTheWay = readCollisions(end.stdout.text).map(({ path }) => path);
		expect(inTheWay.sort()).toEqual([".config/git/config", ".own rc", ".tool"].map(stage.at).sort());
		expect(differences(before, picture())).toEqual([]);
	});

	test("set up, made anew, and removed: the home is exactly as before", async () => {
		const before = picture();
		const first = await stage.makeHome("first");
		expect(stage.read(".own rc")).toBe("# first\n");
		expect(stage.read(".config/git/config")).toContain("linden@example.org");
		expect(stage.read(`.own rc.${first.extension}`)).toBe("# the person's own\n");
		expect(readdirSync(stage.at(`.tool.${first.extension}`))).toEqual(["inside"]);
		const second = await stage.makeHome("second");
		expect(second.previous).toBe(first.generation);
		expect(second.removes).toEqual([".only-first"]);
		expect(second.adds).toEqual([".only-second"]);
		expect(stage.read(".own rc")).toBe("# second\n");
		expect(existsSync(stage.at(".only-first"))).toBe(false);
		expect(listGenerations(stage.places).map(({ path }) => path)).toEqual([first.generation, second.generation]);
		const result = await stage.undo();
		expect(result.status).toMatchObject({ phase: "none", leftovers: [] });
		expect(differences(before, picture())).toEqual([]);
		expect(readdirSync(stage.scene().data)).toEqual(["setup"]);
	});

	test("rolled back to the generation before, its links and programs are the home again", async () => {
		const first = await stage.makeHome("first");
		const after = picture();
		const second = await stage.makeHome("second");
		await rollBack(work(), second.generation, first.generation);
		expect(profileTarget(stage.places)).toBe(first.generation);
		expect(activeTarget(stage.places)).toBe(first.generation);
		expect(listGenerations(stage.places).map(({ path }) => path)).toEqual([first.generation]);
		const own = (paths: string[]) => paths.filter((path) => !/^\.(nix-|local|cache)/.test(path));
		const links = differences(after, picture());
		// Links are made anew and so are younger; what they lead to is the same.
		for (const path of own(links)) expect(picture()[path]?.split(" ")[1]).toBe(after[path]?.split(" ")[1]);
		expect(stage.read(".only-first")).toBe("first\n");
		expect(existsSync(stage.at(".only-second"))).toBe(false);
	});

	test("what came into the way after the look stops setup, and nothing is changed", async () => {
		const step = await stage.wantSwitch(await stage.build("first"));
		writeFileSync(stage.at(".only-first"), "the person's, a minute ago\n");
		const before = picture();
		const result = await stage.apply(step);
		expect(result.why).toMatchObject({ code: "setup.fault.home-changed", args: { path: stage.at(".only-first") } });
		expect(differences(before, picture())).toEqual([]);
		await stage.undo();
		expect(differences(before, picture())).toEqual([]);
	});

	test("a link of the person's that leads elsewhere is never overwritten: the look says so", async () => {
		const built = await stage.build("first");
		rmSync(stage.at(".linked-same"));
		symlinkSync("notes", stage.at(".linked-same"));
		await expect(stage.wantSwitch(built)).rejects.toMatchObject({
			words: { code: "setup.fault.home-in-the-way", args: { path: stage.at(".linked-same") } },
		});
		rmSync(stage.at(".linked-same"));
		rmSync(stage.at(".config"), { recursive: true });
		writeFileSync(stage.at(".config"), "a file where a folder must be\n");
		await expect(stage.wantSwitch(built)).rejects.toMatchObject({ words: { code: "setup.fault.home-in-the-way" } });
	});

	test("a home that somebody else made is adopted, and removing Hearth leaves it", async () => {
		const first = await stage.makeHome("first");
		// As after a new installation of Hearth: the same home, and nothing in the journal.
		rmSync(join(stage.scene().data, "setup"), { recursive: true });
		const before = picture();
		const step = await stage.wantSwitch(await stage.build("second"));
		const result = await stage.apply(step);
		expect(result.status.steps.at(-1)).toMatchObject({ state: "adopted", detail: { code: "setup.found.home" } });
		await stage.undo();
		expect(profileTarget(stage.places)).toBe(first.generation);
		expect(differences(before, picture())).toEqual([]);
	});

	test("what the person changed afterwards stays, and is told", async () => {
		const { extension } = await stage.makeHome("first");
		rmSync(stage.at(".own rc"));
		writeFileSync(stage.at(".own rc"), "new and own\n");
		writeFileSync(stage.at(".config/fresh/mine"), "mine\n");
		const { status } = await stage.undo();
		expect(status.leftovers).toEqual([
			{
				stepId: "home.switch",
				what: { code: "setup.left.file-changed", args: { path: stage.at(".own rc") } },
				remove: {
					code: "setup.by-hand.take-over",
					args: { path: stage.at(".own rc"), backup: stage.at(`.own rc.${extension}`) },
				},
			},
		]);
		expect(stage.read(".own rc")).toBe("new and own\n");
		expect(stage.read(`.own rc.${extension}`)).toBe("# the person's own\n");
		expect(readdirSync(stage.at(".config/fresh"))).toEqual(["mine"]);
		expect(stage.read(".same")).toBe("the same text\n");
	});

	test("a newer home of the person's own making is not taken away", async () => {
		await stage.makeHome("first");
		const own = await stage.stage.ask([
			...(["nix", "build", "--no-link", "--print-out-paths", "--impure", "--expr"] as const),
			'derivation { name = "own"; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" "echo > $out" ]; }',
		]);
		const profile = stage.at(".local/state/nix/profiles/home-manager");
		await stage.stage.ask(["nix-env", "--profile", profile, "--set", own]);
		const { status } = await stage.undo();
		expect(status.leftovers).toMatchObject([{ what: { code: "setup.left.home-changed" } }]);
		expect(profileTarget(stage.places)).toBe(own);
		expect(readlinkSync(stage.at(".only-first"))).toContain("-home-manager-files/");
	});

	test("without Nix the person's files come back all the same, and the programs left are told", async () => {
		const before = picture();
		await stage.makeHome("first");
		const { status } = await stage.undo(null);
		expect(status.leftovers).toMatchObject([{ what: { code: "setup.left.home-programs" } }]);
		const left = differences(before, picture());
		expect(left.filter((path) => !/^\.(nix-|local)/.test(path))).toEqual([]);
		expect(existsSync(stage.at(".only-first"))).toBe(false);
		expect(profileTarget(stage.places)).toBeNull();
		// With Nix here again, asking once more takes the rest.
		expect((await stage.undo()).status.leftovers).toEqual([]);
		expect(differences(before, picture())).toEqual([]);
	});

	test("progress of a build is told in bytes that never go back", async () => {
		const step = await stage.wantBuild("second");
		const engine = homeEngine(stage.scene());
		const percents: number[] = [];
		await engine.apply(
			engine.plan([step]),
			quietly((event) => {
				if (event.kind === "progress") percents.push(event.progress.percent);
			}),
		);
		expect(percents.at(-1)).toBe(100);
		expect([...percents].sort((a, b) => a - b)).toEqual(percents);
	});
});
