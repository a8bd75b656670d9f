// A bare React page, built with the window's own configuration and served beside it: what any page of this kind costs.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const page = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Bare</title></head>
<body><div id="root"></div><script type="module" src="./bare.js"></script></body></html>
`;
/** One sentence, one button that answers, and an empty box as tall as 10,000 runs to scroll: no more than React itself. */
const script = `import { createElement as e, StrictMode, useState } from "react";
import { createRoot } from "react-dom/client";
function Bare() {
	const [stopped, stop] = useState(false);
	return e("main", null,
		e("h1", null, stopped ? "Nothing is lent." : "Two of your eight cores are helping."),
		e("button", { onClick: () => stop(true) }, stopped ? "Stopping…" : "Stop lending"),
		e("div", { "data-runs": "", style: { blockSize: 600, overflow: "auto" } },
			e("div", { style: { blockSize: 560_000 } })));
}
createRoot(document.getElementById("root")).render(e(StrictMode, null, e(Bare)));
`;

export interface BarePage {
	/** The built window at its usual place, and the bare page as /bare.html. */
	readonly directory: string;
	close(): void;
}

/** Copies the built window and puts the bare page beside it. Needs `npm run build:window` first. */
export async function buildBarePage(window: string): Promise<BarePage> {
	const folder = mkdtempSync(join(tmpdir(), "hearth-bare-"));
	const directory = join(folder, "window/");
	cpSync(window, directory, { recursive: true });
	const root = join(folder, "bare");
	mkdirSync(root);
	writeFileSync(join(root, "bare.html"), page);
	writeFileSync(join(root, "bare.js"), script);
	await build({
		configFile: here("../renderer/vite.config.ts"),
		root,
		logLevel: "error",
		resolve: { alias: { react: here("../node_modules/react"), "react-dom": here("../node_modules/react-dom") } },
		build: { outDir: directory, emptyOutDir: false, rolldownOptions: { input: join(root, "bare.html") } },
	});
	return { directory, close: () => rmSync(folder, { recursive: true, force: true }) };
}
