// Plain tables and safe text for a terminal.

/** Text that came from elsewhere, made safe to print: no control character can move the cursor or hide a line. */
export function plain(text: string): string {
	return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");
}

const segmenter = new Intl.Segmenter("en", { granularity: "grapheme" });
const wide = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}]/u;

/** Columns the text takes in a terminal. */
export function textWidth(text: string): number {
	let width = 0;
	for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
	return width;
}

/**
 * Rows under a header, columns aligned, two spaces apart; cells are made safe. Columns named in `right` align right.
 * Ends with a line end.
 */
export function table(header: readonly string[], rows: readonly (readonly string[])[], right: readonly number[] = []) {
	const all = [header, ...rows].map((row) => row.map(plain));
	const widths = header.map((_, column) => Math.max(...all.map((row) => textWidth(row[column] ?? ""))));
	const lines = all.map((row) =>
		row
			.map((cell, column) => {
				const gap = " ".repeat(Math.max(0, (widths[column] ?? 0) - textWidth(cell)));
				return right.includes(column) ? gap + cell : cell + gap;
			})
			.join("  ")
			.trimEnd(),
	);
	return `${lines.join("\n")}\n`;
}
