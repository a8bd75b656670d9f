// A throw-away home with a person's files, flakes of two generations for it, and setup's own engine and steps.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { SetupResult } from "../../../main/contract/setup.ts";
import { runCommand } from "../../../main/tools/run-command/run-command.ts";
import type { WantedStep } from "../../../nix-installer/engine/plan.ts";
import { listGenerations } from "../../../nix-installer/home-manager/generations.ts";
import { homePlaces } from "../../../nix-installer/home-manager/home-places.ts";
import { type HomeBuildParams, homeBuildParamsSchema } from "../../../nix-installer/steps/common/home-build.ts";
import { type HomeSwitchParams, homeSwitchParamsSchema } from "../../../nix-installer/steps/common/home-switch.ts";
import { wantHomeBuild, wantHomeSwitch } from "../../../nix-installer/steps/common/plan-home.ts";
import { copyFleet, nixInputs } from "../nix/fleet-flake.ts";
import { type NixStage, openNixStage } from "../nix/real-nix.ts";
import { type HomeScene, homeEngine, homeTools, quietly } from "./home-engine.ts";
import { fillHome, homeFiles } from "./person-home.ts";

const key = "linden@attic";
export type Word = "first" | "second";

export async function openHomeStage() {
	const stage = await openNixStage({ user: "linden" });
	const flakes = { first: await makeFlake(stage, "first"), second: await makeFlake(stage, "second") };
	const { XDG_CACHE_HOME: _, XDG_CONFIG_HOME: __, XDG_DATA_HOME: ___, XDG_STATE_HOME: ____, ...env } = stage.env;
	const places = homePlaces(stage.home, "linden", {});
	const context = () => ({ run: runCommand, signal: new AbortController().signal });
	let scene: HomeScene = { data: "", nix: stage.nix, env };

	const apply = async (step: WantedStep): Promise<SetupResult> => {
		const engine = homeEngine(scene);
		return engine.apply(engine.plan([step]), quietly());
	};
	const must = async (step: WantedStep) => {
		const result = await apply(step);
		if (result.end !== "done") throw new Error(`${step.id}: ${result.end} ${JSON.stringify(result.why)}`);
	};
	const wantBuild = (word: Word) =>
		wantHomeBuild(
			homeTools(scene),
			{ places, flake: flakes[word], inputs, home: key, folder: join(scene.data, "homes") },
			context(),
		);
	const build = async (word: Word): Promise<HomeBuildParams> => {
		const step = await wantBuild(word);
		await must(step);
		return homeBuildParamsSchema.parse(step.params);
	};
	/** Those of a home that setup has put there. */
	const standing = () =>
		homeEngine(scene)
			.standing()
			.some(({ id }) => id === "home.switch")
			? listGenerations(places).map(({ path }) => path)
			: [];
	const wantSwitch = (built: HomeBuildParams) =>
		wantHomeSwitch(homeTools(scene), { built, standing: standing() }, context());
	return {
		stage,
		home: stage.home,
		places,
		at: (path: string) => join(stage.home, path),
		read: (path: string) => readFileSync(join(stage.home, path), "utf8"),
		scene: () => scene,
		/** The person's home as it was before, and a new place for setup's journal. */
		start() {
			for (const folder of [stage.home, scene.data]) if (folder) rmSync(folder, { recursive: true, force: true });
			fillHome(stage.home);
			scene = { ...scene, data: mkdtempSync(join(stage.folder, "data-")) };
		},
		apply,
		wantBuild,
		build,
		wantSwitch,
		async makeHome(word: Word): Promise<HomeSwitchParams> {
			const step = await wantSwitch(await build(word));
			await must(step);
			return homeSwitchParamsSchema.parse(step.params);
		},
		/** With another Nix, or none. */
		undo: (nix: HomeScene["nix"] = scene.nix) => homeEngine({ ...scene, nix }).undo(quietly()),
		close: () => stage.close(),
	};
}

const names = ["nixpkgs", "home-manager", "nix-darwin"];
const inputs = Object.fromEntries(names.map((name) => [name, `path:${join(nixInputs.folder, name)}`]));

/** The fleet's flake with one home, whose files stand where a person's own are. */
async function makeFlake(stage: NixStage, word: Word): Promise<string> {
	const system = process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux";
	const folder = await copyFleet(stage, word, {
		version: 1,
		classes: { pc: { kind: "linux", system, parts: word === "second" ? ["dev"] : [] } },
		people: { linden: { name: "Linden", email: "linden@example.org" } },
		hosts: { attic: { class: "pc" } },
		homes: { [key]: { person: "linden", directory: stage.home, parts: [], madeWith: "26.05" } },
	});
	const base = join(folder, "modules/home/base.nix");
	const text = readFileSync(base, "utf8");
	writeFileSync(base, text.replace(/\}\s*$/, `${homeFiles(word)}\n}\n`));
	return `path:${folder}`;
}
