// Private copies of pinned files, in a folder that only the administrator can enter: between looking at a file and
// running it nobody can change it.
import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PinnedFile } from "./elevated.ts";
import { noFollow, noWait, Refusal } from "./request.ts";

export interface Stage {
	/** Absolute, 0700. */
	readonly folder: string;
	/** The path of a private copy. @throws Refusal when the file is not what was pinned */
	copy(file: PinnedFile, name: string): string;
	/** Removes the folder and everything in it. */
	clear(): void;
}

const longestBytes = 2 ** 30;

/** The folder where programs may be run on all systems; /run and /tmp often forbid it. */
const usualPlace = () => (process.platform === "win32" ? tmpdir() : "/var/tmp");

export function openStage(place = usualPlace()): Stage {
	const folder = mkdtempSync(join(place, "hearth-setup-"));
	return {
		folder,
		copy({ path, sha256 }, name) {
			const bytes = readPlain(path);
			if (createHash("sha256").update(bytes).digest("hex") !== sha256) throw new Refusal(`${path} was changed`);
			const copy = join(folder, name);
			writeFileSync(copy, bytes, { flag: "wx", mode: 0o700 });
			return copy;
		},
		clear: () => rmSync(folder, { recursive: true, force: true }),
	};
}

function readPlain(path: string): Buffer {
	let handle: number;
	try {
		handle = openSync(path, constants.O_RDONLY | noFollow | noWait);
	} catch (error) {
		throw new Refusal(`${path} cannot be read: ${(error as NodeJS.ErrnoException).code}`);
	}
	try {
		const stat = fstatSync(handle);
		if (!stat.isFile() || stat.size > longestBytes) throw new Refusal(`${path} is not a plain file`);
		return readFileSync(handle);
	} finally {
		closeSync(handle);
	}
}
