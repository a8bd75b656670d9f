// What activating a generation would change in a home, found by looking; and the same from the script's own dry run.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { StepFault } from "../engine/step.ts";
import { type HomeWork, runActivation } from "./activate.ts";
import { readCollisions, readDryRun } from "./activation-text.ts";
import { activeTarget, profileTarget } from "./generations.ts";
import { type HomeLinks, isLinkOf, readHomeLinks, standingAt } from "./home-links.ts";
import { currentHome, type HomePlaces, homeProfile } from "./home-places.ts";

/** Paths relative to the home, sorted. */
export interface HomeChanges {
	/** New links where nothing stands. */
	readonly adds: readonly string[];
	/** Links in place of something of the person's, which is kept. */
	readonly replaces: readonly string[];
	/** Links of the generation before that go. */
	readonly removes: readonly string[];
}

/**
 * Looks at every place of `generation`'s links. `previous`: the generation before, whose links are no surprise.
 * @throws StepFault when a file stands where a folder must be; Error when a generation is not in the store
 */
export function surveyHome({ home }: HomePlaces, generation: string, previous: string | null): HomeChanges {
	const links = readHomeLinks(generation);
	const before: HomeLinks = previous ? readHomeLinks(previous) : { root: "", paths: [] };
	const wanted = new Set(links.paths);
	const others = links.paths.filter((path) => !isLinkOf(home, path, [links, before]));
	const blocked = others.find((path) => standingAt(join(home, path)).kind === "no-folder");
	if (blocked !== undefined) throw new StepFault(inTheWay(join(home, blocked)));
	const isFree = (path: string) => standingAt(join(home, path)).kind === "free";
	return {
		adds: others.filter(isFree),
		replaces: others.filter((path) => !isFree(path)),
		removes: before.paths.filter((path) => !wanted.has(path) && isLinkOf(home, path, [before])),
	};
}

export const inTheWay = (path: string) => ({ code: "setup.fault.home-in-the-way", args: { path } });

/**
 * Runs the script's own dry run with state folders of its own, so that nothing at all is written into the home, and checks
 * that it would move or remove nothing but what `changes` tells.
 * @throws StepFault when it would refuse; Error when it fails or would do more
 */
export async function rehearse(
	work: HomeWork,
	{ generation, extension, changes }: { generation: string; extension: string; changes: HomeChanges },
): Promise<void> {
	const { places } = work;
	const scratch = mkdtempSync(join(tmpdir(), "hearth-rehearse-"));
	try {
		const state: HomePlaces = { ...places, state: scratch, data: join(scratch, "data"), cache: join(scratch, "cache") };
		copyLink(activeTarget(places), currentHome(state));
		copyLink(profileTarget(places), homeProfile(state));
		const settings = work.env.NIX_CONFIG ?? process.env.NIX_CONFIG ?? "";
		const end = await runActivation(
			{ ...work, places: state },
			{ generation, extension, dryRun: true, env: { NIX_CONFIG: `${settings}\nuse-xdg-base-directories = true` } },
		);
		work.signal.throwIfAborted();
		const [collision] = readCollisions(end.stdout.text);
		if (collision) throw new StepFault(inTheWay(collision.path));
		if (end.end !== "exit" || end.code !== 0) {
			throw new Error(end.stderr.text.trim().split("\n").at(-1)?.slice(0, 500) || end.end);
		}
		const { moves, removes } = readDryRun(end.stdout.text, extension);
		const told = new Set([...changes.replaces, ...changes.removes].map((path) => join(places.home, path)));
		const more = [...moves, ...removes].find((path) => path.startsWith(`${places.home}/`) && !told.has(path));
		if (more !== undefined) throw new StepFault(inTheWay(more));
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

function copyLink(target: string | null, link: string): void {
	mkdirSync(dirname(link), { recursive: true });
	if (target !== null) symlinkSync(target, link);
}
