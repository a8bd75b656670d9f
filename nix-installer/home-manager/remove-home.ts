// Takes a generation out of a home again: back to the one before, or all of it.
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import type { SetupWords } from "../../main/contract/setup.ts";
import { activate, deleteGenerations, type HomeWork, switchProfile } from "./activate.ts";
import { removeGenerations, removeNewState, restoreFolders } from "./folders.ts";
import { listGenerations, profileTarget } from "./generations.ts";
import type { HomeBefore } from "./home-before.ts";
import { type HomePlaces, homeProfile } from "./home-places.ts";
import { putBack, removeLink } from "./originals.ts";

/**
 * Back to the generation before: the profile, the links, and this generation's entry in the list. Again is harmless.
 * @throws StepFault, Error
 */
export async function rollBack(work: HomeWork, from: string, to: string): Promise<void> {
	const { places } = work;
	if (profileTarget(places) === from) {
		const target = listGenerations(places).findLast(({ path }) => path === to);
		if (!target) throw new Error(`${to} is no generation of this home`);
		await switchProfile(work, target.number);
	}
	// Also when Home Manager's record says so already: it is written last, and links of `from` may be there.
	await activate(work, { generation: to, extension: null });
	const ours = listGenerations(places).filter(({ path, current }) => path === from && !current);
	await deleteGenerations(
		work,
		ours.map(({ number }) => number),
	);
}

/**
 * Runs Home Manager's own removal, which also uninstalls programs. False when it failed: the links and records can be taken
 * out all the same.
 */
export async function removeAll(work: HomeWork, removal: string): Promise<boolean> {
	try {
		// The script stops without this folder, which an earlier removal may have taken away.
		mkdirSync(dirname(homeProfile(work.places)), { recursive: true });
		await activate(work, { generation: removal, extension: null });
		return true;
	} catch {
		work.signal.throwIfAborted();
		return false;
	}
}

/** Removes links that are still there and puts the person's own back. Gives what could not be, in words. */
export function putHomeBack(home: string, before: HomeBefore): { what: SetupWords; remove: SetupWords }[] {
	for (const path of before.links) removeLink(home, path, join(before.root, path));
	restoreFolders(before.folders);
	return before.originals.flatMap((original) => {
		const back = putBack(home, original, before.extension);
		if (back.end === "back") return [];
		const path = join(home, original.path);
		const byHand: SetupWords =
			back.end === "kept" && back.backup !== null
				? { code: "setup.by-hand.take-over", args: { path, backup: back.backup } }
				: { code: "setup.by-hand.file", args: { path } };
		const code = back.end === "gone" ? "setup.left.backup-gone" : "setup.left.file-changed";
		return [{ what: { code, args: { path } }, remove: byHand }];
	});
}

/** After removeAll and putHomeBack: the profile's links, records, caches and empty folders that were not there before. */
export function removeTraces(places: HomePlaces, before: HomeBefore): void {
	removeGenerations(places);
	removeNewState(places, before.folders);
}
