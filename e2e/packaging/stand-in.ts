// A stand-in for an unpacked Electron: just enough for electron-builder to put the app beside it. It carries the fuse wire
// as @electron/fuses finds it in the real binary (sentinel, version, length, one state a fuse), so that what packing
// writes there can be read back.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const sentinel = "dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX";
const fuseVersion = 1;
/** As the real binary of Electron 45 leaves its maker, by @electron/fuses' order; "1" on, "0" off. */
const states = "10110010";

/** Writes the stand-in into `directory`, which must not be there yet. */
export function writeStandIn(directory: string): void {
	mkdirSync(join(directory, "resources"), { recursive: true });
	mkdirSync(join(directory, "locales"));
	const wire = [Buffer.from(sentinel), Buffer.from([fuseVersion, states.length]), Buffer.from(states)];
	writeFileSync(join(directory, "electron"), Buffer.concat([Buffer.from("stand-in "), ...wire]), { mode: 0o755 });
	for (const name of ["de", "en-GB", "en-US", "fr", "zh-CN"])
		writeFileSync(join(directory, "locales", `${name}.pak`), "");
}
