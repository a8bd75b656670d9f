// The catalogue's words for what runs before anything is built.
import en from "../assets/words/en.json" with { type: "json" };
import { type Say, speaker } from "../main/contract/words.ts";

export const say: Say = speaker(en, "en");
