// A run's life as the pieces of a line: waiting, running, standing still. Pure.
import type { JobLife } from "../../../main/contract/life.ts";

export interface LifePart {
	readonly kind: "wait" | "run" | "still";
	readonly from: number;
	readonly to: number;
	/** Why it stood still, first reason; null for the other kinds. */
	readonly code: string | null;
	/** Share of the line, 0 to 1; all together are 1. */
	readonly share: number;
}

export interface LifeLine {
	readonly parts: readonly LifePart[];
	/** False when a part too short to be seen is drawn longer than it was. */
	readonly toScale: boolean;
}

/** Nothing on the line is shorter than this. */
const leastShare = 0.035;

type Piece = Omit<LifePart, "share">;

/** The line of `life` up to its end, or up to `now` while it lives. Its parts touch, in order, and none has no length. */
export function lifeLine(life: JobLife, now: number): LifeLine {
	// The requester's clock may be ahead of this PC's: a wait that ends before it begins was none.
	const asked = life.askedAt === null ? life.acceptedAt : Math.min(life.askedAt, life.acceptedAt);
	const end = Math.max(life.endedAt ?? now, life.startedAt ?? life.acceptedAt);
	const started = life.startedAt ?? end;
	const pieces: Piece[] = [{ kind: "wait", from: asked, to: started, code: null }];
	let at = started;
	for (const { from, to, reasons } of life.frozen) {
		const still = { from: clamp(from, at, end), to: clamp(to ?? end, at, end) };
		pieces.push({ kind: "run", from: at, to: still.from, code: null });
		pieces.push({ kind: "still", ...still, code: reasons[0]?.code ?? null });
		at = still.to;
	}
	pieces.push({ kind: "run", from: at, to: end, code: null });
	return withShares(pieces.filter((piece) => piece.to > piece.from));
}

const clamp = (n: number, least: number, most: number) => Math.min(Math.max(n, least), most);

/** Shares by length; what would be too short gets the least share, and the others give way in proportion. */
function withShares(pieces: readonly Piece[]): LifeLine {
	const least = Math.min(leastShare, 1 / Math.max(1, pieces.length));
	const lengths = pieces.map((piece) => piece.to - piece.from);
	let short = new Set<number>();
	for (;;) {
		const rest = sum(lengths.filter((_, i) => !short.has(i)));
		const room = 1 - short.size * least;
		const shares = lengths.map((length, i) => (short.has(i) ? least : (length / rest) * room));
		const found = shares.flatMap((share, i) => (share < least && !short.has(i) ? [i] : []));
		if (found.length === 0) {
			return { parts: pieces.map((piece, i) => ({ ...piece, share: shares[i] ?? 0 })), toScale: short.size === 0 };
		}
		short = new Set([...short, ...found]);
		if (short.size === pieces.length) {
			return { parts: pieces.map((piece) => ({ ...piece, share: 1 / pieces.length })), toScale: false };
		}
	}
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

/** How long it really ran, and how long it stood still, in ms. */
export function lifeSums({ parts }: LifeLine): { readonly ranMs: number; readonly stillMs: number } {
	const all = (kind: LifePart["kind"]) => sum(parts.filter((one) => one.kind === kind).map((one) => one.to - one.from));
	return { ranMs: all("run"), stillMs: all("still") };
}
