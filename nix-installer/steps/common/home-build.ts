// Builds a person's home and its removal as the person, before anything in the home changes. Both stay in the store for as
// long as the step stands: without the removal, undoing would need a network.
import { chmodSync, lstatSync, mkdirSync, readdirSync, rmdirSync, rmSync, statSync, unlinkSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { canonical, sha256 } from "../../../main/tools/crypto/canonical.ts";
import { type NixLog, readNixLog } from "../../../main/tools/nix/nix-log.ts";
import { runNix } from "../../../main/tools/nix/nix-program.ts";
import { type ActContext, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { recogniseFailure } from "../../failures/recognise.ts";
import type { HomeWork } from "../../home-manager/activate.ts";
import { homePlacesSchema, homeVariables } from "../../home-manager/home-places.ts";
import { words } from "./files.ts";
import { flakeFlags, homeNamePattern, readFlake } from "./flake.ts";
import { type HomeTools, homeWork } from "./home-tools.ts";

export const homeBuildParamsSchema = z.strictObject({
	places: homePlacesSchema,
	/** e.g. "path:/home/ada/fleet"; what was looked at is told by `narHash`, and nothing else is built. */
	flake: z.string().regex(/^[a-z+]+:[^#\s]+$/),
	narHash: z.string().regex(/^sha256-[A-Za-z0-9+/=]+$/),
	/** USER@HOST, as the inventory has it. */
	home: z.string().regex(homeNamePattern),
	/** Absolute; a folder of this build's own is made in it. */
	folder: z.string().refine(isAbsolute),
	/** Inputs of the flake to take from elsewhere. */
	inputs: z.record(z.string().regex(/^[A-Za-z0-9_-]+$/), z.string().regex(/^[a-z+]+:[^#\s]+$/)),
	/** Bytes that have to be fetched, as Nix told before; 0 when it is not known. */
	downloadBytes: z.int().nonnegative(),
	diskBytes: z.int().nonnegative(),
});
export type HomeBuildParams = z.infer<typeof homeBuildParamsSchema>;

export function homeBuildStep(tools: HomeTools): StepType {
	return { type: "home.build", version: 1, open: (params) => step(tools, homeBuildParamsSchema.parse(params)) };
}

/** Where a build's links are: the same for the same params. */
export function buildPlace(params: HomeBuildParams): { place: string; generation: string; removal: string } {
	const name = sha256(canonical(params)).slice("sha256:".length, "sha256:".length + 16);
	const place = join(params.folder, name);
	return { place, generation: join(place, "generation"), removal: join(place, "removal") };
}

/** How often progress is told while Nix says more. */
const tellEveryMs = 250;
const sixHoursMs = 6 * 3_600_000;

/** Memory: `placed`, that the folder is ours. */
function step(tools: HomeTools, params: HomeBuildParams): Step {
	const { place, generation, removal } = buildPlace(params);
	const links = [generation, removal];
	return {
		describe: () => ({
			title: words("setup.step.home-build", {}),
			changes: [{ kind: "folder", how: "adds", place }],
			diskBytes: params.diskBytes,
			rights: "person",
			undone: words("setup.undone.home-build", {}),
			byHand: words("setup.by-hand.folder", { path: place }),
			seconds: { from: 10, to: 900 },
		}),
		async probe({ memory }) {
			const built = links.filter(isBuilt).length;
			if (memory?.placed === true) {
				if (built === links.length) return { found: "ours" };
				return { found: isThere(place) ? "partial" : "absent" };
			}
			if (!isThere(place)) return { found: "absent" };
			if (built === links.length) return { found: "theirs", detail: words("setup.found.home-build", {}) };
			return { found: "blocked", detail: words("setup.fault.folder-there", { path: place }) };
		},
		async act(context) {
			// What Nix caches while it evaluates goes with the step, not into the home.
			const work = await homeWork(tools, { ...params.places, cache: join(place, "cache") }, context);
			context.remember({ placed: true });
			mkdirSync(place, { recursive: true });
			chmodSync(place, 0o700);
			const { narHash } = await readFlake(work, params);
			if (narHash !== params.narHash) throw new StepFault(words("setup.fault.home-plan-changed", {}));
			for (const [link, home] of [
				[generation, params.home],
				[removal, `${params.home}-remove`],
			] as const) {
				if (!isBuilt(link)) await build(context, work, link, home);
			}
		},
		async undo({ memory }) {
			if (memory?.placed !== true || !isThere(place)) return [];
			for (const link of links) if (isThere(link)) unlinkSync(link);
			rmSync(join(place, "cache"), { recursive: true, force: true });
			if (readdirSync(place).length > 0) {
				const path = { path: place };
				return [{ what: words("setup.left.folder-used", path), remove: words("setup.by-hand.folder", path) }];
			}
			rmdirSync(place);
			if (readdirSync(dirname(place)).length === 0) rmdirSync(dirname(place));
			return [];
		},
	};

	async function build(
		{ run, signal, report }: ActContext,
		{ nix, env, places }: HomeWork,
		link: string,
		home: string,
	): Promise<void> {
		const log = readNixLog();
		let told = Number.NEGATIVE_INFINITY;
		const tell = () => {
			// What is downloaded includes Nix's own questions to the network, whose sizes come and go.
			const { done, expected } = log.progress().copied;
			if (expected > 0) report({ done, total: expected });
		};
		const argv = [
			...["nix", "build", `${params.flake}#homeConfigurations."${home}".activationPackage`],
			...["--out-link", link, ...flakeFlags, "--log-format", "internal-json", "-v"],
			...Object.entries(params.inputs).flatMap(([name, from]) => ["--override-input", name, from]),
		] as ["nix", ...string[]];
		const end = await runNix(nix, run, argv, {
			timeoutMs: sixHoursMs,
			signal,
			env: { ...env, ...homeVariables(places) },
			onLine(stream, line) {
				if (stream !== "stderr" || !log.take(line) || tools.now() - told < tellEveryMs) return;
				told = tools.now();
				tell();
			},
		});
		signal.throwIfAborted();
		tell();
		if (end.end === "exit" && end.code === 0) return;
		const why = whyFailed(log, end.stderr.text);
		const platform = process.platform === "darwin" ? "darwin" : "linux";
		const known = recogniseFailure({ platform, text: why, doing: "build" });
		throw known ? new StepFault(known.what) : new Error(why || end.end);
	}
}

function whyFailed(log: NixLog, stderr: string): string {
	const errors = [...log.errors(), ...log.said()];
	const lines = errors.length > 0 ? errors : stderr.trim().split("\n").slice(-3);
	return lines.join(" ").slice(0, 800);
}

function isThere(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** The link is there and leads to something in the store. */
function isBuilt(link: string): boolean {
	return isThere(link) && statSync(link, { throwIfNoEntry: false }) !== undefined;
}
