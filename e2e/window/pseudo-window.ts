// The window in German and in two languages nobody speaks, built apart: the product's own build never holds them.
import { fileURLToPath } from "node:url";
import { build } from "vite";
import de from "../../assets/words/de.json" with { type: "json" };
import en from "../../assets/words/en.json" with { type: "json" };
import { pseudoCatalogue } from "../../assets/words/pseudo.ts";

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

export const pseudoDirectory = at("dist/window-pseudo/");
export const foreignCatalogues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
	de,
	"en-XA": pseudoCatalogue(en, "en-XA"),
	"ar-XB": pseudoCatalogue(en, "ar-XB"),
};

/** Builds it into dist/window-pseudo, with the catalogues inside. */
export async function buildPseudoWindow(): Promise<void> {
	const entries = Object.entries(foreignCatalogues).map(
		([locale, words]) => `${JSON.stringify(locale)}: async () => ({ default: ${JSON.stringify(words)} })`,
	);
	await build({
		configFile: at("renderer/vite.config.ts"),
		logLevel: "error",
		plugins: [
			{
				name: "hearth-pseudo-languages",
				enforce: "pre",
				load: (id) =>
					/[\\/]renderer[\\/]catalogues\.ts$/.test(id) ? `export const catalogues = {${entries.join(",")}};` : null,
			},
		],
		build: { outDir: pseudoDirectory, emptyOutDir: true },
	});
}
