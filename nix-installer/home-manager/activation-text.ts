// What an activation script of Home Manager says: collisions, and in a dry run each thing it would do.

export interface Collision {
	/** Absolute. */
	readonly path: string;
	/** The place its backup would take is taken itself. */
	readonly backupTaken: string | null;
}

const clobbered = /^Existing file '(.+)' would be clobbered$/;
const backupClobbered = /^Existing file '(.+)' would be clobbered by backing up '(.+)'$/;

/** What the script refuses to overwrite; then it has written nothing. In its order. */
export function readCollisions(text: string): Collision[] {
	return lines(text).flatMap((line): Collision[] => {
		const backup = backupClobbered.exec(line);
		if (backup) return [{ path: backup[2] ?? "", backupTaken: backup[1] ?? "" }];
		const plain = clobbered.exec(line);
		return plain ? [{ path: plain[1] ?? "", backupTaken: null }] : [];
	});
}

export interface DryRun {
	/** Absolute paths that would be moved aside. */
	readonly moves: readonly string[];
	/** Absolute paths that would be removed. */
	readonly removes: readonly string[];
	/** Lines with ln: folders with one link or more, or one link. */
	readonly linkLines: number;
}

const options = "(?: -[-A-Za-z]+)*";
const move = (extension: string) => new RegExp(`^mv${options} (/.+) /.+\\.${escapePattern(extension)}$`);
const remove = new RegExp(`^rm${options} (/.+)$`);

/**
 * The commands a dry run prints, which are not quoted: a path with a line break in it cannot be told apart, and is for the
 * survey of the files themselves.
 */
export function readDryRun(text: string, extension: string): DryRun {
	const all = lines(text);
	const matches = (pattern: RegExp) => all.flatMap((line) => pattern.exec(line)?.[1] ?? []);
	return {
		moves: matches(move(extension)),
		removes: matches(remove),
		linkLines: all.filter((line) => /^ln( |$)/.test(line)).length,
	};
}

const lines = (text: string) => text.split("\n").map((line) => line.trimEnd());
const escapePattern = (text: string) => text.replace(/[^A-Za-z0-9]/g, "\\$&");
