// Makes a built generation the person's home: what stands in the way is written down first and kept beside its place, and
// undoing goes back to the generation before, or takes everything out and puts the person's own files back.
import { join } from "node:path";
import { z } from "zod";
import { type Probe, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { activate, setProfile } from "../../home-manager/activate.ts";
import { hasProgramsLeft, readFolders } from "../../home-manager/folders.ts";
import { activeTarget, hasHome, profileTarget, readLink } from "../../home-manager/generations.ts";
import { type HomeBefore, readHomeBefore } from "../../home-manager/home-before.ts";
import { isLinkOf, readHomeLinks } from "../../home-manager/home-links.ts";
import { homePlacesSchema } from "../../home-manager/home-places.ts";
import { readOriginal } from "../../home-manager/originals.ts";
import { putHomeBack, removeAll, removeTraces, rollBack } from "../../home-manager/remove-home.ts";
import { surveyHome } from "../../home-manager/survey.ts";
import { words } from "./files.ts";
import { type HomeTools, homeWork } from "./home-tools.ts";

const storePath = z.string().regex(/^\/.*\/[0-9a-z]{32}-[A-Za-z0-9+._?=-]+$/);
/** Relative to the home and inside it. */
const homePath = z.string().refine((path) => path !== "" && path[0] !== "/" && !path.split("/").includes(".."));

export const homeSwitchParamsSchema = z.strictObject({
	places: homePlacesSchema,
	generation: storePath,
	/** The same home with everything taken out again. */
	removal: storePath,
	/** Hearth's generation that the home stands at; null: the home has none. */
	previous: storePath.nullable(),
	/** What is in the way is moved to NAME.EXTENSION. */
	extension: z.string().regex(/^before-hearth-[0-9a-z-]+$/),
	/** What a look and a rehearsal said, relative to the home; acting stops when it has changed since. */
	adds: z.array(homePath),
	replaces: z.array(homePath),
	removes: z.array(homePath),
});
export type HomeSwitchParams = z.infer<typeof homeSwitchParamsSchema>;

export function homeSwitchStep(tools: HomeTools): StepType {
	return { type: "home.switch", version: 1, open: (params) => step(tools, homeSwitchParamsSchema.parse(params)) };
}

/** Memory: what was there before, as JSON, on disk before the first change; and whether the script has ended well. */
function step(tools: HomeTools, params: HomeSwitchParams): Step {
	const { places, generation, removal, previous, extension } = params;
	const { home } = places;
	const at = (path: string) => join(home, path);
	const change = (how: "adds" | "changes" | "removes") => (path: string) =>
		({ kind: "file", how, place: at(path) }) as const;

	const blocked: Probe = { found: "blocked", detail: words("setup.fault.home-other", {}) };
	/** Somebody has made another generation the home since. */
	const isOther = (now: string | null) => now !== null && now !== generation && now !== previous;
	const isOursHere = (before: HomeBefore) =>
		profileTarget(places) === generation ||
		activeTarget(places) === generation ||
		before.links.some((path) => isLinkOf(home, path, [{ root: before.root, paths: [] }]));

	return {
		describe: () => ({
			title: words("setup.step.home-switch", {}),
			changes: [
				...params.replaces.map(change("changes")),
				...params.adds.map(change("adds")),
				...params.removes.map(change("removes")),
			],
			diskBytes: 0,
			rights: "person",
			undone: words(previous ? "setup.undone.home-previous" : "setup.undone.home", {}),
			byHand: words("setup.by-hand.home", { extension }),
			seconds: { from: 1, to: 60 },
		}),
		async probe({ memory }): Promise<Probe> {
			const now = profileTarget(places);
			const before = readHomeBefore(memory?.before);
			if (before) {
				if (isOther(now)) return blocked;
				if (!isOursHere(before)) return { found: "absent" };
				const whole = memory?.activated === true && now === generation && activeTarget(places) === generation;
				const linked = before.links.every((path) => readLink(at(path)) !== null);
				return { found: whole && linked ? "ours" : "partial" };
			}
			if (previous !== null) return now === previous ? { found: "absent" } : blocked;
			if (!hasHome(places, tools.env)) return { found: "absent" };
			return { found: "theirs", detail: words("setup.found.home", {}) };
		},
		async act({ memory, remember, run, signal }) {
			const work = await homeWork(tools, places, { run, signal });
			const before = readHomeBefore(memory?.before) ?? writeDown();
			const known = new Set(before.originals.map(({ path }) => path));
			// What came into the way since the first try was never shown to anybody.
			const { replaces } = surveyHome(places, generation, previous);
			const fresh = replaces.find((path) => !known.has(path));
			if (fresh !== undefined) throw new StepFault(words("setup.fault.home-changed", { path: at(fresh) }));
			signal.throwIfAborted();
			const memoryText = { before: JSON.stringify(before) };
			remember({ ...memoryText, activated: false });
			await setProfile(work, generation);
			await activate(work, { generation, extension });
			remember({ ...memoryText, activated: true });
		},
		async undo({ memory, run, signal }) {
			const before = readHomeBefore(memory?.before);
			if (!before) return [];
			if (isOther(profileTarget(places))) {
				const remove = words("setup.by-hand.home", { extension });
				return [{ what: words("setup.left.home-changed", {}), remove }];
			}
			if (previous !== null) {
				await rollBack(await homeWork(tools, places, { run, signal }), generation, previous);
				return putHomeBack(home, before);
			}
			const isLeft = isOursHere(before) || hasProgramsLeft(places, before.folders);
			const nix = isLeft ? await tools.findNix(run) : null;
			const removed = nix !== null && (await removeAll({ nix, run, places, env: tools.env, signal }, removal));
			const kept = putHomeBack(home, before);
			removeTraces(places, before);
			// After a removal that ended well, what is left in the profile is what the person put there.
			if (!isLeft || removed || !hasProgramsLeft(places, before.folders)) return kept;
			const remove = words("setup.by-hand.home-programs", { path: at(".nix-profile") });
			return [...kept, { what: words("setup.left.home-programs", {}), remove }];
		},
	};

	function writeDown(): HomeBefore {
		const now = surveyHome(places, generation, previous);
		const shown: [readonly string[], readonly string[]][] = [
			[now.adds, params.adds],
			[now.replaces, params.replaces],
			[now.removes, params.removes],
		];
		for (const [found, told] of shown) {
			const other = found.find((path) => !told.includes(path)) ?? told.find((path) => !found.includes(path));
			if (other !== undefined) throw new StepFault(words("setup.fault.home-changed", { path: at(other) }));
		}
		const { root, paths } = readHomeLinks(generation);
		return {
			originals: now.replaces.flatMap((path) => readOriginal(home, path) ?? []),
			folders: readFolders(places, [...paths, ...now.removes]),
			root,
			links: [...paths],
			extension,
		};
	}
}
