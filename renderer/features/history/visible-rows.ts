// Which rows of a long list are drawn, and how tall the gaps are that stand for the rest. Pure.

export interface Extent {
	/** First row drawn, and one after the last. */
	readonly first: number;
	readonly end: number;
}

/** Rows drawn before they are seen, so that a turn of the wheel finds them there. */
const ahead = 8;
/** The extent moves in steps of this many rows: most scroll events then change nothing. */
const step = 4;

/** The rows that can be seen from `scrollTop` on in a box of `height`, and some more on both sides. */
export function extentAt(scrollTop: number, height: number, rowHeight: number, total: number): Extent {
	const seen = Math.max(0, Math.floor(scrollTop / rowHeight));
	const end = Math.max(0, Math.ceil((scrollTop + height) / rowHeight));
	return {
		first: Math.min(Math.max(0, Math.floor((seen - ahead) / step) * step), Math.max(0, total - 1)),
		end: Math.min(total, Math.ceil((end + ahead) / step) * step),
	};
}

export type Piece = { readonly kind: "row"; readonly index: number } | { readonly kind: "gap"; readonly rows: number };

/**
 * The whole list in order: drawn rows, and gaps that count the others. The row that has the focus is always drawn, and so
 * are its neighbours: the next Tab goes on from there, wherever the list was scrolled to.
 */
export function piecesOf({ first, end }: Extent, total: number, focused: number | null): Piece[] {
	const wanted = new Set(Array.from({ length: Math.max(0, Math.min(end, total) - first) }, (_, i) => first + i));
	if (focused !== null) {
		for (const index of [focused - 1, focused, focused + 1]) if (index >= 0 && index < total) wanted.add(index);
	}
	const drawn = [...wanted].sort((a, b) => a - b);
	const pieces: Piece[] = [];
	let next = 0;
	for (const index of drawn) {
		if (index > next) pieces.push({ kind: "gap", rows: index - next });
		pieces.push({ kind: "row", index });
		next = index + 1;
	}
	if (total > next) pieces.push({ kind: "gap", rows: total - next });
	return pieces;
}
