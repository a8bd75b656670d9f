// An image for tests without a registry: Debian's static busybox, its commands as links, packed by tar and imported.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { askEngine } from "./docker.ts";

/** Imports the image and returns its id (`sha256:...`). `changes` are Dockerfile lines, e.g. `VOLUME ["/data"]`. */
export async function importBusybox(socketPath: string, changes: readonly string[] = []): Promise<string> {
	const folder = mkdtempSync(join(tmpdir(), "hearth-busybox-"));
	try {
		const bin = join(folder, "bin");
		mkdirSync(bin);
		copyFileSync("/bin/busybox", join(bin, "busybox"));
		const commands = execFileSync("/bin/busybox", ["--list"], { encoding: "utf8" }).split("\n").filter(Boolean);
		for (const name of commands) if (name !== "busybox") symlinkSync("busybox", join(bin, name));
		const tar = execFileSync("tar", ["-C", folder, "-c", "."], { maxBuffer: 64 * 1_048_576 });
		const query = new URLSearchParams([
			["fromSrc", "-"],
			...["ENV PATH=/bin", ...changes].map((line) => ["changes", line] as [string, string]),
		]);
		const reply = await askEngine(socketPath, "POST", `/images/create?${query}`, tar);
		const id = /sha256:[0-9a-f]{64}/.exec(reply)?.[0];
		if (id === undefined) throw new Error(`the engine did not take the image: ${reply}`);
		return id;
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}
