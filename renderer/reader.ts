// What the pure sentence makers need to know of the reader.
import { readerLocale } from "./formats.ts";
import { say, sayKnown } from "./words.ts";

export const locale = readerLocale(navigator.languages);

/** The reader at this moment. */
export function readerAt(now: number) {
	return { say, sayKnown, locale, now };
}
