// The runs that fit a filter, by place in the list: asked for in pieces as they come into view, whatever the list holds.
import { useCallback, useEffect, useRef, useState } from "react";
import type { HistoryRow } from "../../../main/contract/calls.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import type { EndReason } from "../../../main/contract/receipt.ts";
import { client, problemOf } from "../../client.ts";

export interface RunFilter {
	readonly words: string;
	readonly end: EndReason | null;
}

interface List {
	/** How many runs fit. */
	readonly total: number;
	readonly pieces: ReadonlyMap<number, readonly HistoryRow[]>;
}

export interface Runs {
	/** null until the first answer; while another filter is on its way, still the list before. */
	readonly total: number | null;
	/** undefined while it is not here yet. */
	readonly rowAt: (index: number) => HistoryRow | undefined;
	/** Says which rows are in view, so that they come. */
	readonly want: (first: number, end: number) => void;
	readonly problem: Problem | null;
	readonly again: () => void;
}

const pieceRows = 100;
/** While the list flies past, pieces are asked for at most this often. */
const settleMs = 80;

const filterOf = ({ words, end }: RunFilter) => ({ words: words.trim(), ends: end === null ? [] : [end] });

/** `fresh` changes when there may be new runs: the list is then asked for again, and stays until the new one is here. */
export function useRuns(filter: RunFilter, fresh: number): Runs {
	const [list, setList] = useState<List | null>(null);
	const [problem, setProblem] = useState<Problem | null>(null);
	const [round, setRound] = useState(0);
	const view = useRef({ first: 0, end: pieceRows });
	const key = JSON.stringify([filterOf(filter), fresh, round]);
	const asked = useRef({ key: "", pieces: new Set<number>() });
	const timer = useRef(0);

	const load = useCallback(
		(piece: number) => {
			const own = asked.current;
			if (own.pieces.has(piece)) return;
			own.pieces.add(piece);
			const { words, ends } = JSON.parse(key)[0] as ReturnType<typeof filterOf>;
			client.history.list({ limit: pieceRows, before: null, skip: piece * pieceRows, words, ends }).then(
				({ rows, total }) => {
					if (asked.current !== own) return;
					setProblem(null);
					setList((before) => {
						const first = own.pieces.size === 1 || before?.total !== total;
						return { total, pieces: new Map([...(first ? [] : (before?.pieces ?? [])), [piece, rows]]) };
					});
				},
				(error) => {
					own.pieces.delete(piece);
					if (asked.current === own) setProblem(problemOf(error));
				},
			);
		},
		[key],
	);

	const loadView = useCallback(() => {
		const { first, end } = view.current;
		for (let piece = Math.floor(first / pieceRows); piece * pieceRows < Math.max(1, end); piece++) load(piece);
	}, [load]);

	useEffect(() => {
		asked.current = { key, pieces: new Set() };
		loadView();
		return () => window.clearTimeout(timer.current);
	}, [key, loadView]);

	const want = useCallback(
		(first: number, end: number) => {
			view.current = { first, end };
			window.clearTimeout(timer.current);
			timer.current = window.setTimeout(loadView, settleMs);
		},
		[loadView],
	);
	const rowAt = useCallback(
		(index: number) => list?.pieces.get(Math.floor(index / pieceRows))?.[index % pieceRows],
		[list],
	);
	const again = useCallback(() => setRound((n) => n + 1), []);
	return { total: list?.total ?? null, rowAt, want, problem, again };
}
