// Makes one folder that was not there. It is made beside its place and then renamed, so that its number, remembered
// before, proves that it is ours; undoing removes it only when nothing is in it.
import { dirname, isAbsolute } from "node:path";
import { z } from "zod";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import { type Step, StepFault, type StepType } from "../../engine/step.ts";
import { isThere, look, pieceName, realFiles, type StepFiles, words } from "./files.ts";

const folderParamsSchema = z.strictObject({
	/** Absolute; the folder above it is there when the step acts. */
	path: z.string().refine(isAbsolute),
	mode: z.int().min(0).max(0o777),
});
type FolderParams = z.infer<typeof folderParamsSchema>;

export function makeFolderStep(files: StepFiles = realFiles): StepType {
	return { type: "folder.make", version: 1, open: (params) => step(files, folderParamsSchema.parse(params)) };
}

/** Memory: `piece`, the path made first; `id`, the folder's number once it is made. */
function step(files: StepFiles, { path, mode }: FolderParams): Step {
	const blocked = words("setup.fault.folder-there", { path });
	const removePiece = (piece: unknown) => {
		if (typeof piece !== "string" || look(files, piece).kind !== "folder") return;
		files.rmdirSync(piece);
		syncFolder(files, dirname(path));
	};
	return {
		describe: () => ({
			title: words("setup.step.make-folder", { path }),
			changes: [{ kind: "folder", how: "adds", place: path }],
			diskBytes: 4096,
			rights: "person",
			undone: words("setup.undone.folder", {}),
			byHand: words("setup.by-hand.folder", { path }),
			seconds: { from: 0, to: 1 },
		}),
		async probe({ memory }) {
			const found = look(files, path);
			const piece = isThere(files, memory?.piece);
			if (found.kind === "missing") return { found: piece ? "partial" : "absent" };
			if (found.kind !== "folder") return { found: "blocked", detail: blocked };
			if (memory && found.id === memory.id) return { found: "ours" };
			return { found: "theirs", detail: words("setup.found.folder", { path }) };
		},
		async act({ memory, newId, remember, signal }) {
			removePiece(memory?.piece);
			signal.throwIfAborted();
			const piece = pieceName(path, newId());
			remember({ piece });
			files.mkdirSync(piece, { mode: 0o700 });
			files.chmodSync(piece, mode);
			const made = look(files, piece);
			if (made.kind !== "folder") throw new StepFault(words("setup.fault.not-there", {}));
			remember({ piece, id: made.id });
			// A rename would silently replace an empty folder; nobody's is there now, and nobody's goes.
			if (look(files, path).kind !== "missing") throw new StepFault(blocked);
			files.renameSync(piece, path);
			syncFolder(files, dirname(path));
		},
		async undo({ memory }) {
			removePiece(memory?.piece);
			const found = look(files, path);
			if (found.kind !== "folder" || typeof memory?.id !== "string" || found.id !== memory.id) return [];
			try {
				files.rmdirSync(path);
			} catch (error) {
				const code = (error as NodeJS.ErrnoException).code;
				if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
				const remove = words("setup.by-hand.folder", { path });
				return [{ what: words("setup.left.folder-used", { path }), remove }];
			}
			syncFolder(files, dirname(path));
			return [];
		},
	};
}
