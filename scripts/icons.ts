// Draws every icon again: `npm run icons`. Removes what is no longer drawn.
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { drawIcons } from "./draw-icons.ts";

const sources = fileURLToPath(new URL("../assets/icons", import.meta.url));
const target = join(sources, "generated");
const files = drawIcons(sources);
rmSync(target, { recursive: true, force: true });
let bytes = 0;
for (const [path, data] of files) {
	const file = join(target, path);
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, data);
	bytes += data.length;
}
console.log(`${files.size} files, ${Math.round(bytes / 1000)} kB in assets/icons/generated`);
