// A disk of a few megabytes, or one that cannot be written, for tests as root on Linux.
import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Why no disk can be mounted here, or null. With CI=true that is a failure, not a reason to skip. */
export function noSmallDisk(): string | null {
	const reason =
		process.platform !== "linux"
			? "mounts a tmpfs: Linux only"
			: process.getuid?.() !== 0
				? "mounting needs root"
				: null;
	if (reason && process.env.CI === "true") throw new Error(`a small disk is required here: ${reason}`);
	return reason;
}

export interface SmallDisk {
	readonly path: string;
	/** Takes all room that is left. */
	fill(): void;
	/** Gives the room taken by fill() back. */
	free(): void;
	/** Mounts it again, read-only. */
	makeReadOnly(): void;
	remove(): void;
}

/** Mounts a tmpfs of `kibibytes` on a temporary folder. The caller removes it. */
export function openSmallDisk(kibibytes: number): SmallDisk {
	const path = mkdtempSync(join(tmpdir(), "hearth-disk-"));
	execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kibibytes}k,mode=0700`, "hearth-test", path]);
	const ballast = join(path, "ballast");
	return {
		path,
		fill() {
			const file = openSync(ballast, "a");
			const page = Buffer.alloc(4_096);
			try {
				while (statfsSync(path).bavail > 0) writeSync(file, page);
			} catch (error) {
				if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
			} finally {
				closeSync(file);
			}
		},
		free: () => rmSync(ballast, { force: true }),
		makeReadOnly: () => void execFileSync("mount", ["-o", "remount,ro", path]),
		remove() {
			execFileSync("umount", ["--lazy", path]);
			rmSync(path, { recursive: true, force: true });
		},
	};
}
