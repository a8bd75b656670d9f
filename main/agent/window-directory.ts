// Where the built window lies, from source and from dist alike: both are two folders below the checkout or the app.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder with the window's index.html; the place it would be when nothing has been built yet. */
export function windowDirectory(): string {
	const here = dirname(fileURLToPath(import.meta.url));
	const candidates = [join(here, "..", "..", "window"), join(here, "..", "..", "dist", "window")];
	return candidates.find((path) => existsSync(join(path, "index.html"))) ?? (candidates[1] as string);
}
