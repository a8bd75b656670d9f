// Packs the desktop shell: the main process as a module, the preload script (--mode preload) as CommonJS, which the page's
// sandbox asks for. Electron itself stays outside; everything else is packed in.
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig(({ mode }) => {
	const preload = mode === "preload";
	return {
		root: here(".."),
		ssr: { noExternal: true, external: ["electron"], target: "node" },
		build: {
			ssr: here(preload ? "preload.ts" : "main.ts"),
			outDir: here("../dist/electron"),
			emptyOutDir: false,
			copyPublicDir: false,
			target: preload ? "chrome140" : "node24",
			rolldownOptions: {
				output: preload
					? { format: "cjs", entryFileNames: "preload.cjs" }
					: { format: "es", entryFileNames: "main.js", codeSplitting: false },
			},
		},
	};
});
