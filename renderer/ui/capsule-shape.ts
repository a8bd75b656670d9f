// Where the parts of a capsule lie, and which of their labels have room. Pure: the width is measured elsewhere.

export type PartKind = "you" | "kept" | "busy" | "free" | "asleep";
export interface Part {
	readonly kind: PartKind;
	readonly amount: number;
	readonly label: string;
	/** A shorter label for a narrow part. */
	readonly short: string;
}
export interface PlacedPart extends Part {
	/** Share of the capsule, 0 to 1. */
	readonly share: number;
	/** What stands inside; null when not even the short label fits. */
	readonly inside: string | null;
	/** Whether it lies in the second half of the capsule. */
	readonly isFar: boolean;
}

/** Whose a part is: the two pieces of a capsule. */
export function sideOf(kind: PartKind): "yours" | "lent" {
	return kind === "you" || kind === "kept" ? "yours" : "lent";
}

/** A wide mean of the letters at the size of a label: digits are wider than letters. */
const letterPx = 7.2;
const paddingPx = 18;

/** Splits `total` into what the person uses, keeps, and lends; never negative, never more than the whole. */
export function splitAmounts(
	total: number,
	used: number | null,
	lent: number,
	busy: number,
): { you: number; kept: number; busy: number; free: number } {
	const whole = Math.max(0, total);
	const lentNow = Math.min(Math.max(0, lent), whole);
	const busyNow = Math.min(Math.max(0, busy), lentNow);
	const you = Math.min(Math.max(0, used ?? 0), whole - busyNow);
	const free = Math.max(0, Math.min(lentNow - busyNow, whole - you - busyNow));
	return { you, busy: busyNow, free, kept: Math.max(0, whole - you - busyNow - free) };
}

/**
 * Shares and labels for a capsule `widthPx` wide. Parts of nothing are left out; the visible ones get at least 1 %. Lent
 * parts have `handlePx` less room for words.
 */
export function placeParts(parts: readonly Part[], widthPx: number, handlePx = 0): PlacedPart[] {
	const visible = parts.filter((one) => one.amount > 0);
	const raw = visible.map((one) => one.amount);
	const sum = raw.reduce((a, b) => a + b, 0);
	if (sum <= 0) return [];
	const atLeast = raw.map((n) => Math.max(n / sum, 0.01));
	const all = atLeast.reduce((a, b) => a + b, 0);
	let before = 0;
	return visible.map((one, i) => {
		const share = (atLeast[i] ?? 0) / all;
		const isFar = before + share / 2 > 0.5;
		before += share;
		const room = share * widthPx - paddingPx - (sideOf(one.kind) === "lent" ? handlePx : 0);
		const fits = (text: string) => text.length * letterPx <= room;
		return { ...one, share, isFar, inside: fits(one.label) ? one.label : fits(one.short) ? one.short : null };
	});
}
