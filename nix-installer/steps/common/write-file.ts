// Writes a file that was not there. It is written beside its place and then linked in: it appears whole or not at all,
// never over anybody else's, and its file number, remembered before it appears, proves that it is ours.
import { dirname, isAbsolute } from "node:path";
import { z } from "zod";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import { type Step, StepFault, type StepType } from "../../engine/step.ts";
import { fileState, look, pieceName, realFiles, removeName, type StepFiles, words, writeNew } from "./files.ts";

export const fileParamsSchema = z.strictObject({
	/** Absolute; its folder is there when the step acts. */
	path: z.string().refine(isAbsolute),
	text: z.string().max(1_048_576),
	mode: z.int().min(0).max(0o777),
});
export type FileParams = z.infer<typeof fileParamsSchema>;

export function writeFileStep(files: StepFiles = realFiles): StepType {
	return { type: "file.write", version: 1, open: (params) => step(files, fileParamsSchema.parse(params)) };
}

function step(files: StepFiles, { path, text, mode }: FileParams): Step {
	const blocked = words("setup.fault.file-there", { path });
	return {
		describe: () => ({
			title: words("setup.step.write-file", { path }),
			changes: [{ kind: "file", how: "adds", place: path }],
			diskBytes: Buffer.byteLength(text),
			rights: "person",
			undone: words("setup.undone.file", {}),
			byHand: words("setup.by-hand.file", { path }),
			seconds: { from: 0, to: 1 },
		}),
		async probe({ memory }) {
			const { found, piece, ours, sameText } = fileState(files, path, text, memory);
			if (ours) return { found: piece ? "partial" : "ours" };
			if (found.kind === "missing") return { found: piece ? "partial" : "absent" };
			return sameText
				? { found: "theirs", detail: words("setup.found.file", { path }) }
				: { found: "blocked", detail: blocked };
		},
		async act({ memory, newId, remember, signal }) {
			const before = fileState(files, path, text, memory);
			if (before.ours) return removeName(files, memory?.piece);
			if (before.piece && memory) {
				remember({ piece: memory.piece ?? null });
				removeName(files, memory.piece);
			}
			signal.throwIfAborted();
			placeNew({ files, path, text, mode, piece: pieceName(path, newId()), remember });
		},
		async undo({ memory, remember }) {
			const { piece, ours, sameText, found, placed } = fileState(files, path, text, memory);
			if (memory === null) return [];
			if (ours && sameText) {
				remember({ ...memory, removing: true });
				removeName(files, path);
			}
			const changed = (ours || placed) && !sameText && found.kind !== "missing";
			if (piece) {
				if (!ours) remember({ piece: memory.piece ?? null });
				removeName(files, memory.piece);
			}
			if (!changed) return [];
			return [{ what: words("setup.left.file-changed", { path }), remove: words("setup.by-hand.file", { path }) }];
		},
	};
}

interface Placing extends FileParams {
	readonly files: StepFiles;
	readonly piece: string;
	readonly remember: (memory: { piece: string; id?: string }) => void;
}

/** Writes the piece and links it into its place, which must be free. @throws StepFault when it is not */
export function placeNew({ files, path, text, mode, piece, remember }: Placing): void {
	remember({ piece });
	const id = writePiece(files, piece, text, mode);
	remember({ piece, id });
	try {
		files.linkSync(piece, path);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
		throw new StepFault(words("setup.fault.file-there", { path }));
	}
	syncFolder(files, dirname(path));
	removeName(files, piece);
}

/** Gives the written file's number. */
export function writePiece(files: StepFiles, piece: string, text: string, mode: number): string {
	writeNew(files, piece, text, mode);
	const written = look(files, piece);
	if (written.kind !== "file") throw new StepFault(words("setup.fault.not-there", {}));
	return written.id;
}
