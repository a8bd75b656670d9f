// What the pure sentence makers need to know of the reader.
import { locale, say, sayKnown } from "./words.ts";

export { locale };

/** The reader at this moment. */
export function readerAt(now: number) {
	return { say, sayKnown, locale, now };
}
