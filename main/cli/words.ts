// The catalogue the command line speaks with.
import en from "../../assets/words/en.json" with { type: "json" };
import { type Say, speaker } from "../contract/words.ts";

/** The only language of the catalogue so far. */
export const locale = "en";

export const say: Say = speaker(en, locale);
