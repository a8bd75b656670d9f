// The picture of the agent, kept live: the whole picture first, then changes; asked for again with growing pauses when
// the agent is gone; closed while nobody looks at the window.
import { useSyncExternalStore } from "react";
import { applyDelta } from "../main/contract/apply-delta.ts";
import type { Snapshot } from "../main/contract/snapshot.ts";
import { client, SignedOutError } from "./client.ts";
import { readFirstPicture } from "./first-picture.ts";
import { onlyNumbersMove } from "./moving-numbers.ts";

export interface Status {
	/** `connecting`: no answer yet. `offline`: lost or never had; `snapshot` is then the last picture, not the present. */
	readonly link: "connecting" | "live" | "offline" | "signed-out";
	readonly snapshot: Snapshot | null;
	/** When the agent was last heard, for "offline". */
	readonly heardAt: number | null;
}

const firstPauseMs = 500;
const longestPauseMs = 8000;
/** Numbers that only move are shown at most this often: faster, nobody can read them. All else is shown at once. */
const calmMs = 1000;

const first = readFirstPicture(document, Date.now());
let status: Status = first
	? { link: "live", snapshot: first, heardAt: Date.now() }
	: { link: "connecting", snapshot: null, heardAt: null };
const listeners = new Set<() => void>();
let watching: AbortController | null = null;

function set(next: Partial<Status>): void {
	status = { ...status, ...next };
	for (const tell of listeners) tell();
}

async function watchOnce(signal: AbortSignal): Promise<void> {
	let newest = status.snapshot;
	let shownAt = 0;
	let timer = 0;
	const show = () => {
		window.clearTimeout(timer);
		timer = 0;
		shownAt = Date.now();
		if (!signal.aborted && newest) set({ link: "live", snapshot: newest, heardAt: shownAt });
	};
	try {
		for await (const update of await client.status.watch({}, { signal })) {
			const before = newest;
			if (update.kind === "snapshot") newest = update.snapshot;
			else if (!before) continue;
			else newest = applyDelta(before, update.delta);
			if (update.kind === "snapshot" || !before || !onlyNumbersMove(before, update.delta)) show();
			else if (timer === 0) timer = window.setTimeout(show, Math.max(0, shownAt + calmMs - Date.now()));
		}
	} finally {
		if (timer !== 0) show();
	}
}

async function watchForEver(signal: AbortSignal): Promise<void> {
	let pauseMs = firstPauseMs;
	while (!signal.aborted) {
		const startedAt = Date.now();
		try {
			await watchOnce(signal);
		} catch (error) {
			if (signal.aborted) return;
			if (error instanceof SignedOutError) {
				set({ link: "signed-out", snapshot: null });
				return;
			}
		}
		if (signal.aborted) return;
		set(status.link === "live" ? { link: "offline", heardAt: Date.now() } : { link: "offline" });
		pauseMs = Date.now() - startedAt > longestPauseMs ? firstPauseMs : pauseMs;
		await wait(pauseMs, signal);
		pauseMs = Math.min(pauseMs * 2, longestPauseMs);
	}
}

function wait(ms: number, signal: AbortSignal): Promise<void> {
	return new Promise((resolve) => {
		const timer = window.setTimeout(resolve, ms);
		signal.addEventListener("abort", () => {
			window.clearTimeout(timer);
			resolve();
		});
	});
}

function open(): void {
	if (watching || document.hidden || listeners.size === 0) return;
	watching = new AbortController();
	void watchForEver(watching.signal);
}

function close(): void {
	watching?.abort();
	watching = null;
}

function onVisibility(): void {
	if (document.hidden) close();
	else open();
}

function subscribe(tell: () => void): () => void {
	listeners.add(tell);
	if (listeners.size === 1) document.addEventListener("visibilitychange", onVisibility);
	open();
	return () => {
		listeners.delete(tell);
		if (listeners.size > 0) return;
		document.removeEventListener("visibilitychange", onVisibility);
		close();
	};
}

/** The newest status; the component renders again when it changes. */
export function useStatus(): Status {
	return useSyncExternalStore(subscribe, () => status);
}

/** Asks the agent again at once: for the "Try again" button. */
export function reconnect(): void {
	close();
	open();
}
