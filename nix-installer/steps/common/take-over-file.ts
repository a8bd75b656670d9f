// Puts our text in place of a file, and keeps the person's own beside it. The original is never copied: it gets a second
// name, ours is renamed over the first, and undoing renames the original back with everything it had. At no moment is
// the file missing or half written.
import { dirname } from "node:path";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import { type Memory, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { fileState, isThere, look, pieceName, realFiles, removeName, type StepFiles, words } from "./files.ts";
import { type FileParams, fileParamsSchema, placeNew, writePiece } from "./write-file.ts";

export function takeOverFileStep(files: StepFiles = realFiles): StepType {
	return { type: "file.take-over", version: 1, open: (params) => step(files, fileParamsSchema.parse(params)) };
}

/** Memory: as fileState says, and `backup`, the original's second name; null where there was no original. */
function step(files: StepFiles, { path, text, mode }: FileParams): Step {
	const notFile = words("setup.fault.not-a-file", { path });
	const stateOf = (memory: Memory | null) => {
		const state = fileState(files, path, text, memory);
		const backup = isThere(files, memory?.backup) ? memory?.backup : null;
		const second = typeof backup === "string" ? look(files, backup) : null;
		/** The original stands under both names. */
		const twice = second?.kind === "file" && state.found.kind === "file" && second.id === state.found.id;
		return { ...state, backup: typeof backup === "string" ? backup : null, twice };
	};
	const putBack = (backup: string) => {
		files.renameSync(backup, path);
		syncFolder(files, dirname(path));
	};
	const left = (code: string, backup: string | null) => {
		const remove = backup ? words("setup.by-hand.take-over", { path, backup }) : words("setup.by-hand.file", { path });
		return [{ what: words(code, { path }), remove }];
	};
	return {
		describe: () => ({
			title: words("setup.step.take-over-file", { path }),
			changes: [{ kind: "file", how: "changes", place: path }],
			diskBytes: Buffer.byteLength(text),
			rights: "person",
			undone: words("setup.undone.take-over", {}),
			byHand: words("setup.by-hand.take-over", { path, backup: `${path}.before-hearth` }),
			seconds: { from: 0, to: 1 },
		}),
		async probe({ memory }) {
			const { found, piece, ours, sameText, backup, twice } = stateOf(memory);
			if (ours) return { found: piece ? "partial" : "ours" };
			if (found.kind === "missing") return { found: piece || backup ? "partial" : "absent" };
			if (found.kind !== "file") return { found: "blocked", detail: notFile };
			// The person's file changed while two names held it: which one counts is not ours to say.
			if (backup && !twice) return { found: "blocked", detail: words("setup.left.file-changed", { path }) };
			if (piece || backup) return { found: "partial" };
			return sameText ? { found: "theirs", detail: words("setup.found.file", { path }) } : { found: "absent" };
		},
		async act({ memory, newId, remember, signal }) {
			const before = stateOf(memory);
			if (before.ours) return removeName(files, memory?.piece);
			if (memory && (before.piece || before.backup)) {
				remember({ piece: memory.piece ?? null, backup: before.backup });
				if (before.backup && before.found.kind === "missing") putBack(before.backup);
				else removeName(files, before.backup);
				removeName(files, memory.piece);
			}
			signal.throwIfAborted();
			const piece = pieceName(path, newId());
			const original = look(files, path);
			if (original.kind === "missing") return placeNew({ files, path, text, mode, piece, remember });
			if (original.kind !== "file") throw new StepFault(notFile);
			remember({ piece });
			const id = writePiece(files, piece, text, mode);
			const backup = freeName(files, `${path}.before-hearth`);
			remember({ piece, id, backup });
			// Fails rather than replace what appeared there in the meantime.
			files.linkSync(path, backup);
			syncFolder(files, dirname(path));
			files.renameSync(piece, path);
			syncFolder(files, dirname(path));
		},
		async undo({ memory, remember }) {
			const { found, piece, ours, sameText, placed, backup, twice } = stateOf(memory);
			if (memory === null) return [];
			const hadOriginal = typeof memory.backup === "string";
			if (ours) {
				if (piece) removeName(files, memory.piece);
				if (!sameText) return left("setup.left.file-changed", backup);
				if (backup) putBack(backup);
				else if (hadOriginal) return left("setup.left.backup-gone", null);
				else {
					remember({ ...memory, removing: true });
					removeName(files, path);
				}
				return [];
			}
			if (piece) remember({ piece: memory.piece ?? null, backup: memory.backup ?? null });
			if (backup && found.kind === "missing") putBack(backup);
			else if (backup && twice) removeName(files, backup);
			if (piece) removeName(files, memory.piece);
			if (backup && found.kind !== "missing" && !twice) return left("setup.left.file-changed", backup);
			// Without a backup an original was put back already; without an original the person wrote a file of their own.
			return placed && !hadOriginal && found.kind !== "missing" ? left("setup.left.file-changed", null) : [];
		},
	};
}

/** `name`, or with the first number that nothing stands at. */
export function freeName(files: StepFiles, name: string): string {
	for (let n = 1; ; n++) {
		const one = n === 1 ? name : `${name}-${n}`;
		if (look(files, one).kind === "missing") return one;
	}
}
