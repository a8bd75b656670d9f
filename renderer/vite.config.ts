// Builds the window: static files only, no inline script or style, so that the doors can serve it under a strict CSP.
import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** react-aria carries its own few words in 30 languages; those the window has no catalogue of stay out. */
function ownLanguagesOnly(): Plugin {
	return {
		name: "hearth-own-languages-only",
		enforce: "pre",
		load(id) {
			const [, language, ending] = /react-aria.*[\\/]intl[\\/].*?([a-z]{2}-[A-Z]{2})(\.m?js)$/.exec(id) ?? [];
			if (language === undefined || language === "en-US" || language === "de-DE") return null;
			return `export { default } from "./en-US${ending}";`;
		},
	};
}

/** Words for terminal, tray and updates, which no page says. */
const notSaidHere = /^(cli|electron-get|notify|npm|shell|tray|update)\./;

/** Keeps the words of other rooms out of the window's catalogues. */
function pageWordsOnly(): Plugin {
	return {
		name: "hearth-page-words-only",
		enforce: "pre",
		transform(text, id) {
			if (!/[\\/]assets[\\/]words[\\/][a-z-]+\.json$/i.test(id)) return null;
			const words = Object.entries(JSON.parse(text) as Record<string, string>);
			return JSON.stringify(Object.fromEntries(words.filter(([code]) => !notSaidHere.test(code))));
		},
	};
}

export default defineConfig({
	root: here("./"),
	base: "./",
	plugins: [ownLanguagesOnly(), pageWordsOnly(), react()],
	build: {
		outDir: here("../dist/window"),
		emptyOutDir: true,
		target: "es2023",
		modulePreload: { polyfill: false },
		assetsInlineLimit: 0,
		reportCompressedSize: true,
	},
});
