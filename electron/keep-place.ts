// Remembers the window's place in one small file. A lost or broken file costs the place, nothing else.
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { type KeptPlace, keptPlaceSchema } from "./window-place.ts";

export interface PlaceFile {
	/** null when there is none, or none that can be read. */
	read(): KeptPlace | null;
	write(place: KeptPlace): void;
}

/** `path` is absolute; its folder is there. Writing never throws: a full disk must not keep a window from closing. */
export function placeFile(path: string): PlaceFile {
	return {
		read() {
			try {
				return keptPlaceSchema.safeParse(JSON.parse(readFileSync(path, "utf8"))).data ?? null;
			} catch {
				return null;
			}
		},
		write(place) {
			try {
				writeFileSync(`${path}.new`, JSON.stringify(place), { mode: 0o600 });
				renameSync(`${path}.new`, path);
			} catch {
				// The next start opens in the middle.
			}
		},
	};
}
