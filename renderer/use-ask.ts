import { useCallback, useEffect, useState } from "react";
import type { Problem } from "../main/contract/problem.ts";
import { problemOf } from "./client.ts";

export interface Asked<T> {
	/** The newest answer; kept while a new one is on its way. */
	readonly answer: T | null;
	readonly problem: Problem | null;
	readonly busy: boolean;
	readonly again: () => void;
}

/** Asks the agent once, and again whenever `key` changes or `again` is called; a late answer to an old key is dropped. */
export function useAsk<T>(ask: () => Promise<T>, key: string): Asked<T> {
	const [state, setState] = useState<{ answer: T | null; problem: Problem | null; busy: boolean }>({
		answer: null,
		problem: null,
		busy: true,
	});
	const [round, setRound] = useState(0);
	// biome-ignore lint/correctness/useExhaustiveDependencies: `key` and `round` say when to ask; `ask` is made anew on every render
	useEffect(() => {
		let wanted = true;
		setState((before) => ({ ...before, busy: true }));
		ask().then(
			(answer) => wanted && setState({ answer, problem: null, busy: false }),
			(error) => wanted && setState((before) => ({ ...before, problem: problemOf(error), busy: false })),
		);
		return () => {
			wanted = false;
		};
	}, [key, round]);
	const again = useCallback(() => setRound((n) => n + 1), []);
	return { ...state, again };
}
