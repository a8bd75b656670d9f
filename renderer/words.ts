// The window's voice: the catalogue of the reader's language. Nothing is drawn before it is there, so no word changes
// under the reader's eyes.
import { chooseLocale } from "../main/contract/locales.ts";
import { type Catalogue, type Say, speaker, type WordArgs } from "../main/contract/words.ts";
import { catalogues } from "./catalogues.ts";

const chosen = chooseLocale(navigator.languages, Object.keys(catalogues));

/** The reader's locale, region included; also what the consent sentence is asked for and recorded in. */
export const locale = chosen.locale;

const catalogue: Catalogue = (await catalogues[chosen.language]?.())?.default ?? {};
export const say: Say = speaker(catalogue, locale);

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
