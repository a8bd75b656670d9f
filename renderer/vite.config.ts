// Builds the window: static files only, no inline script or style, so that the doors can serve it under a strict CSP.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** react-aria carries its own few words in 30 languages; the window speaks English so far, so the rest stays out. */
function englishOnly(): Plugin {
	return {
		name: "hearth-english-only",
		enforce: "pre",
		load(id) {
			return /react-aria.*[\\/]intl[\\/].*[a-z]{2}-[A-Z]{2}\.m?js$/.test(id) && !/en-US\.m?js$/.test(id)
				? "export default {};"
				: null;
		},
	};
}

export default defineConfig({
	root: here("./"),
	base: "./",
	plugins: [englishOnly(), react()],
	build: {
		outDir: here("../dist/window"),
		emptyOutDir: true,
		target: "es2023",
		modulePreload: { polyfill: false },
		assetsInlineLimit: 0,
		reportCompressedSize: true,
	},
});
