// Languages nobody speaks, made from English, that show what a window does with long words and with right-to-left ones.
import { partsOf } from "./message-shape.ts";

type Parts = ReturnType<typeof partsOf>;
export type PseudoLocale = "en-XA" | "ar-XB";

const accents: Readonly<Record<string, string>> = Object.fromEntries(
	[
		..."aàbƀcçdðeéfƒgĝhĥiîjĵkķlļmɱnñoöpþqɋrŕsštţuûvṽwŵxẋyýzžAÅBƁCÇDÐEÉFƑGĜHĤIÎJĴKĶLĻMṀNÑOÖPÞQǪRŔSŠTŢUÛVṼWŴXẊYÝZŽ",
	].flatMap((one, index, all) => (index % 2 === 0 ? [[one, all[index + 1] ?? one]] : [])),
);
/** Latin letters shown from right to left: override around each word, as Chromium's own ar-XB does. */
const rightToLeft = "\u202E";
const endOfOverride = "\u202C";

/**
 * One English message in `locale`: en-XA with accents and 40 % longer, ar-XB with each word turned around. Arguments and
 * choices stay as they are, so that it takes what the English one takes.
 */
export function pseudoMessage(text: string, locale: PseudoLocale): string {
	if (text === "") return "";
	const parts = partsOf(text, "en");
	const said = write(parts, locale === "en-XA" ? accented : mirrored);
	return locale === "en-XA" ? `${said}${padding(literalLength(parts))}` : said;
}

/** A whole catalogue in `locale`. */
export function pseudoCatalogue(english: Readonly<Record<string, string>>, locale: PseudoLocale) {
	return Object.fromEntries(Object.entries(english).map(([code, text]) => [code, pseudoMessage(text, locale)]));
}

function accented(text: string): string {
	return [...text].map((one) => accents[one] ?? one).join("");
}

function mirrored(text: string): string {
	return text.replace(/\p{L}[\p{L}\p{N}’]*/gu, (word) => `${rightToLeft}${word}${endOfOverride}`);
}

/** Two fifths of the text again, in words of ordinary length. */
function padding(length: number): string {
	const more = Math.ceil(length * 0.4);
	const words = " öñé ţŵö ţĥŕéé ƒöûŕ ƒîṽé šîẋ šéṽéñ éîĝĥţ ñîñé ţéñ";
	// A label of one word grows as one word.
	return length < 12
		? "~".repeat(Math.max(1, more))
		: words
				.repeat(Math.ceil(more / words.length))
				.slice(0, more)
				.trimEnd();
}

/** The longest the text's own letters can be: of each choice the longest case. */
function literalLength(parts: Parts): number {
	return parts.reduce((sum, part) => {
		if (part.type === 0) return sum + part.value.length;
		if (part.type === 7) return sum + 1;
		if (!("options" in part)) return sum + 3;
		return sum + Math.max(...Object.values(part.options).map((one) => literalLength(one.value)));
	}, 0);
}

function write(parts: Parts, change: (text: string) => string): string {
	return parts
		.map((part) => {
			switch (part.type) {
				case 0:
					return quoted(change(part.value));
				case 7:
					return "#";
				case 5:
				case 6: {
					const kind = part.type === 5 ? "select" : "plural";
					const cases = Object.entries(part.options).map(([key, one]) => `${key} {${write(one.value, change)}}`);
					return `{${part.value}, ${kind}, ${cases.join(" ")}}`;
				}
				case 2:
					return `{${part.value}, number}`;
				case 3:
					return `{${part.value}, date, medium}`;
				default:
					return `{${(part as { value: string }).value}}`;
			}
		})
		.join("");
}

/** ICU's own signs in plain text stand in apostrophes. */
function quoted(text: string): string {
	return text.replaceAll("'", "''").replace(/[{}]+/g, (signs) => `'${signs}'`);
}
