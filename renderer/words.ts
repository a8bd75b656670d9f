// The window's voice: the English catalogue and the formats of the reader's region.
import en from "../assets/words/en.json" with { type: "json" };
import { type Catalogue, type Say, speaker, type WordArgs } from "../main/contract/words.ts";

/** Language of the catalogue; also what the consent sentence is recorded in. */
export const textLocale = "en";

const catalogue: Catalogue = en;
export const say: Say = speaker(catalogue, textLocale);

/**
 * Says `code`, or `otherwise` when the catalogue has no such code or its sentence needs an argument that did not come: an
 * agent of another version than this window must not break a page.
 */
export function sayKnown(code: string, args: WordArgs, otherwise: string): string {
	if (catalogue[code] === undefined) return otherwise;
	try {
		return say(code, args);
	} catch {
		return otherwise;
	}
}
