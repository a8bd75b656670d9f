import { useCallback, useSyncExternalStore } from "react";

interface Ticker {
	now: number;
	timer: number | undefined;
	readonly listeners: Set<() => void>;
}

/** One ticker for each rate: everything that shows a running second changes in the same moment, in one render. */
const tickers = new Map<number, Ticker>();

function tickerOf(everyMs: number): Ticker {
	let ticker = tickers.get(everyMs);
	if (!ticker) {
		ticker = { now: Date.now(), timer: undefined, listeners: new Set() };
		tickers.set(everyMs, ticker);
	}
	return ticker;
}

function tick(ticker: Ticker): void {
	ticker.now = Date.now();
	for (const tell of ticker.listeners) tell();
}

/** Runs while somebody listens and the window can be seen. */
function run(everyMs: number, ticker: Ticker): void {
	window.clearInterval(ticker.timer);
	ticker.timer = undefined;
	if (document.hidden || ticker.listeners.size === 0) return;
	ticker.timer = window.setInterval(() => tick(ticker), everyMs);
}

document.addEventListener("visibilitychange", () => {
	for (const [everyMs, ticker] of tickers) {
		run(everyMs, ticker);
		if (ticker.timer !== undefined) tick(ticker);
	}
});

/** The wall clock, renewed every `everyMs` while the window is visible. */
export function useNow(everyMs: number): number {
	const subscribe = useCallback(
		(tell: () => void) => {
			const ticker = tickerOf(everyMs);
			ticker.listeners.add(tell);
			if (ticker.timer === undefined) {
				ticker.now = Date.now();
				run(everyMs, ticker);
			}
			return () => {
				ticker.listeners.delete(tell);
				if (ticker.listeners.size === 0) run(everyMs, ticker);
			};
		},
		[everyMs],
	);
	return useSyncExternalStore(subscribe, () => {
		const ticker = tickerOf(everyMs);
		// Before the first listener the ticker stands: an old reading would be shown first.
		if (ticker.timer === undefined && ticker.listeners.size === 0 && Date.now() - ticker.now >= everyMs) {
			ticker.now = Date.now();
		}
		return ticker.now;
	});
}
