// The agent's few words for people, in the language of the window or terminal that asks.
import en from "../../assets/words/en.json" with { type: "json" };
import { chooseLocale } from "../contract/locales.ts";
import { type Say, speaker } from "../contract/words.ts";

/** The voice for `wanted` (a BCP 47 tag): German or else English; `locale` says which it became, region kept. */
export async function speakTo(wanted: string): Promise<{ say: Say; locale: string }> {
	const { language, locale } = chooseLocale([wanted]);
	// Read when somebody reads German, so that no other agent keeps it in memory.
	const catalogue =
		language === "de" ? (await import("../../assets/words/de.json", { with: { type: "json" } })).default : en;
	return { say: speaker(catalogue, locale), locale };
}
