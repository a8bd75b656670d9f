// Fits sentences into a menu, which grows as wide as its longest line. Pure.

const widest = 56;
const mostLines = 2;

/**
 * Whole sentences of `text` in at most two lines of about 56 characters, broken between words. Sentences at the end that
 * do not fit are left to the window; the first one is always whole, even where it takes more lines.
 */
export function menuLines(text: string, locale: string): string[] {
	const sentences = [...new Intl.Segmenter(locale, { granularity: "sentence" }).segment(text)]
		.map((one) => one.segment.trim())
		.filter((one) => one !== "");
	let lines: string[] = [];
	let taken = "";
	for (const sentence of sentences) {
		const more = taken === "" ? sentence : `${taken} ${sentence}`;
		const wrapped = wrap(more);
		if (taken !== "" && wrapped.length > mostLines) break;
		taken = more;
		lines = wrapped;
	}
	return lines;
}

function wrap(text: string): string[] {
	const lines: string[] = [];
	for (const word of text.split(/\s+/)) {
		const last = lines.at(-1);
		if (last !== undefined && last.length + 1 + word.length <= widest) lines[lines.length - 1] = `${last} ${word}`;
		else lines.push(word);
	}
	return lines;
}
