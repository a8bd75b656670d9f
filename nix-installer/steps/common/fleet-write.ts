// Puts this person's home on this PC into the household's list of tools. Where there is no list, it brings one: made beside
// its place and moved in whole. Where there is one, only its inventory changes, by the one entry, with the original kept.
import { dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { homeKeySchema } from "../../../main/contract/inventory.ts";
import { readInventory } from "../../../main/core/inventory.ts";
import { sha256 } from "../../../main/tools/crypto/canonical.ts";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import { type Memory, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { isThere, look, pieceName, realFiles, type StepFiles, words } from "./files.ts";
import { folderTextSchema, holdsExactly, removeFolder, writeFolder } from "./fleet-files.ts";
import { takeOverFileStep } from "./take-over-file.ts";

export const fleetWriteParamsSchema = z.strictObject({
	folder: z.string().refine(isAbsolute),
	/** USER@HOST, which the list has afterwards. */
	home: homeKeySchema,
	write: z.discriminatedUnion("kind", [
		/** The whole folder, its inventory among the files. */
		z.strictObject({ kind: z.literal("folder"), files: folderTextSchema }),
		/** The new inventory, in place of the one with the digest `before`. */
		z.strictObject({
			kind: z.literal("entry"),
			text: z.string().max(1_048_576),
			mode: z.int().min(0).max(0o777),
			before: z.string().regex(/^sha256:[0-9a-f]{64}$/),
		}),
	]),
});
export type FleetWriteParams = z.infer<typeof fleetWriteParamsSchema>;

export function fleetWriteStep(files: StepFiles = realFiles): StepType {
	return {
		type: "fleet.write",
		version: 1,
		open(params) {
			const { folder, home, write } = fleetWriteParamsSchema.parse(params);
			if (write.kind === "folder") return folderStep(files, folder, home, write.files);
			return entryStep(files, folder, home, write);
		},
	};
}

/** The list's own file. */
export const inventoryPlace = (folder: string) => join(folder, "inventory.json");

/** True when the inventory in `text` has that home. */
export function hasHomeEntry(text: string, home: string): boolean {
	try {
		const read = readInventory(JSON.parse(text));
		return read.ok && Object.hasOwn(read.inventory.homes, home);
	} catch {
		return false;
	}
}

const shown = (folder: string) => ({
	title: words("setup.step.fleet-write", { path: folder }),
	rights: "person" as const,
	seconds: { from: 0, to: 2 },
});
const listed = (folder: string) => ({ found: "theirs", detail: words("setup.found.fleet", { path: folder }) }) as const;

/** Memory: `parents`, the folders above that are made, one a line; `piece`, where it is made or removed; `id`, its number. */
function folderStep(files: StepFiles, folder: string, home: string, text: Readonly<Record<string, string>>): Step {
	const blocked = words("setup.fault.folder-there", { path: folder });
	const byHand = words("setup.by-hand.folder", { path: folder });
	const parentsOf = (memory: Memory | null) =>
		typeof memory?.parents === "string" && memory.parents !== "" ? memory.parents.split("\n") : [];
	const removePiece = (memory: Memory | null) => {
		if (typeof memory?.piece === "string") removeFolder(files, memory.piece);
	};
	const isOurs = (memory: Memory | null) => {
		const found = look(files, folder);
		if (found.kind !== "folder" || typeof memory?.id !== "string") return false;
		// Another disk or a backup gives other numbers; once it was moved in, the same files are ours.
		return found.id === memory.id || (!isThere(files, memory.piece) && holdsExactly(files, folder, text));
	};
	return {
		describe: () => ({
			...shown(folder),
			changes: [{ kind: "folder", how: "adds", place: folder }],
			diskBytes: Object.values(text).reduce((sum, one) => sum + Buffer.byteLength(one), 0),
			undone: words("setup.undone.fleet", {}),
			byHand,
		}),
		async probe({ memory }) {
			const found = look(files, folder);
			const piece = isThere(files, memory?.piece);
			if (found.kind === "missing") return { found: piece ? "partial" : "absent" };
			if (isOurs(memory)) return { found: piece ? "partial" : "ours" };
			const inventory = look(files, inventoryPlace(folder));
			const has = inventory.kind === "file" && hasHomeEntry(inventory.text.toString("utf8"), home);
			return has ? listed(folder) : { found: "blocked", detail: blocked };
		},
		async act({ memory, newId, remember, signal }) {
			removePiece(memory);
			signal.throwIfAborted();
			const missing = missingAbove(files, folder);
			const parents = [...new Set([...parentsOf(memory), ...missing])].join("\n");
			const piece = pieceName(folder, newId());
			remember({ parents, piece });
			for (const path of missing) {
				files.mkdirSync(path, { mode: 0o755 });
				syncFolder(files, dirname(path));
			}
			writeFolder(files, piece, text);
			const made = look(files, piece);
			if (made.kind !== "folder") throw new StepFault(words("setup.fault.not-there", {}));
			remember({ parents, piece, id: made.id });
			// Moving would silently replace an empty folder.
			if (look(files, folder).kind !== "missing") throw new StepFault(blocked);
			files.renameSync(piece, folder);
			syncFolder(files, dirname(folder));
		},
		async undo({ memory, newId, remember }) {
			removePiece(memory);
			if (memory === null) return [];
			if (isOurs(memory)) {
				// Whoever has changed it uses it, and it goes on without us.
				if (!holdsExactly(files, folder, text)) {
					return [{ what: words("setup.left.file-changed", { path: folder }), remove: byHand }];
				}
				const piece = pieceName(folder, newId());
				remember({ ...memory, piece });
				files.renameSync(folder, piece);
				syncFolder(files, dirname(folder));
				// From here on nothing at the place is ours, whatever it says.
				remember({ parents: memory.parents ?? "", piece });
				removeFolder(files, piece);
			}
			for (const path of parentsOf(memory).reverse()) removeEmpty(files, path);
			return [];
		},
	};
}

/** Memory: as the step that takes a file over. */
function entryStep(
	files: StepFiles,
	folder: string,
	home: string,
	{ text, mode, before }: Extract<FleetWriteParams["write"], { kind: "entry" }>,
): Step {
	const path = inventoryPlace(folder);
	const inner = takeOverFileStep(files).open({ path, text, mode });
	const changed = words("setup.fault.home-plan-changed", {});
	/** The file is neither the one that was looked at nor the new one. */
	const isOther = () => {
		const found = look(files, path);
		if (found.kind !== "file") return found.kind === "other" || found.kind === "folder";
		return sha256(found.text) !== before && !found.text.equals(Buffer.from(text));
	};
	return {
		describe: () => ({ ...inner.describe(), ...shown(folder) }),
		async probe(context) {
			if (context.memory !== null) return inner.probe(context);
			const found = look(files, path);
			if (found.kind === "file" && hasHomeEntry(found.text.toString("utf8"), home)) return listed(folder);
			if (found.kind === "missing" || isOther()) return { found: "blocked", detail: changed };
			return inner.probe(context);
		},
		async act(context) {
			if (isOther()) throw new StepFault(changed);
			await inner.act(context);
		},
		undo: (context) => inner.undo(context),
	};
}

/** Folders above `path` that are not there, outermost first. */
function missingAbove(files: StepFiles, path: string): string[] {
	const missing: string[] = [];
	for (let at = dirname(path); look(files, at).kind === "missing" && dirname(at) !== at; at = dirname(at)) {
		missing.unshift(at);
	}
	return missing;
}

/** Only where nothing is in it: what others have put there keeps it. */
function removeEmpty(files: StepFiles, path: string): void {
	if (look(files, path).kind !== "folder") return;
	try {
		files.rmdirSync(path);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code === "ENOTEMPTY" || code === "EEXIST") return;
		throw error;
	}
	syncFolder(files, dirname(path));
}
