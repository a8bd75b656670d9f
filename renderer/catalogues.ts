// The catalogues, each a chunk of its own: a window loads the one it speaks.
import type { Catalogue } from "../main/contract/words.ts";

export const catalogues: Readonly<Record<string, () => Promise<{ default: Catalogue }>>> = {
	en: () => import("../assets/words/en.json", { with: { type: "json" } }),
	de: () => import("../assets/words/de.json", { with: { type: "json" } }),
};
