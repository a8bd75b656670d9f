// The picture of the agent, kept live: the whole picture first, then changes; asked for again with growing pauses when
// the agent is gone; closed while nobody looks at the window.
import { useSyncExternalStore } from "react";
import { applyDelta } from "../main/contract/apply-delta.ts";
import type { Snapshot } from "../main/contract/snapshot.ts";
import { client, SignedOutError } from "./client.ts";
import { readFirstPicture } from "./first-picture.ts";

export interface Status {
	/** `connecting`: no answer yet. `offline`: lost or never had; `snapshot` is then the last picture, not the present. */
	readonly link: "connecting" | "live" | "offline" | "signed-out";
	readonly snapshot: Snapshot | null;
	/** When the agent was last heard, for "offline". */
	readonly heardAt: number | null;
}

const firstPauseMs = 500;
const longestPauseMs = 8000;

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
	for await (const update of await client.status.watch({}, { signal })) {
		const before = status.snapshot;
		if (update.kind === "delta" && !before) continue;
		const snapshot = update.kind === "snapshot" ? update.snapshot : applyDelta(before as Snapshot, update.delta);
		set({ link: "live", snapshot, heardAt: Date.now() });
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
