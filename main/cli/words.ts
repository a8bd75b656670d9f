// The catalogue the command line speaks with: the language of the person at the terminal.
import en from "../../assets/words/en.json" with { type: "json" };
import { chooseLocale, wantedByEnvironment } from "../contract/locales.ts";
import { type Catalogue, type Say, speaker } from "../contract/words.ts";

const chosen = chooseLocale(wantedByEnvironment(process.env));

/** For Intl, and what the consent sentence is asked for and recorded in. */
export const locale = chosen.locale;

const catalogue: Catalogue =
	chosen.language === "de" ? (await import("../../assets/words/de.json", { with: { type: "json" } })).default : en;

export const say: Say = speaker(catalogue, locale);
