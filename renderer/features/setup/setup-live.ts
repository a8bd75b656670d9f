// What the agent says about setup, kept live, and what this window asked of it. Asked for again when the agent is gone;
// closed while nobody looks at a page that shows it.
import { useSyncExternalStore } from "react";
import type { Problem } from "../../../main/contract/problem.ts";
import type { SetupPicture } from "../../../main/contract/setup.ts";
import { client, problemOf } from "../../client.ts";

export interface SetupLive {
	readonly picture: SetupPicture | null;
	/** Something was asked for and has neither begun nor been refused. */
	readonly asked: boolean;
	readonly problem: Problem | null;
}

const againMs = 1_000;

let live: SetupLive = { picture: null, asked: false, problem: null };
const listeners = new Set<() => void>();
let watching: AbortController | null = null;

function set(next: Partial<SetupLive>): void {
	live = { ...live, ...next };
	for (const tell of listeners) tell();
}

async function watch(signal: AbortSignal): Promise<void> {
	while (!signal.aborted) {
		try {
			for await (const picture of await client.setup.watch({}, { signal })) {
				if (signal.aborted) return;
				set({ picture, asked: live.asked && !picture.working });
			}
		} catch (error) {
			const problem = problemOf(error);
			// Without an agent the frame says so; anything else is about setup, such as a record that cannot be read.
			if (!signal.aborted && problem.code !== "agent.not-running" && problem.code !== "door.no-token") set({ problem });
		}
		if (!signal.aborted) await new Promise((resolve) => window.setTimeout(resolve, againMs));
	}
}

function onVisibility(): void {
	watching?.abort();
	watching = null;
	if (document.hidden || listeners.size === 0) return;
	watching = new AbortController();
	void watch(watching.signal);
}

function subscribe(tell: () => void): () => void {
	listeners.add(tell);
	if (listeners.size === 1) {
		document.addEventListener("visibilitychange", onVisibility);
		onVisibility();
	}
	return () => {
		listeners.delete(tell);
		if (listeners.size > 0) return;
		document.removeEventListener("visibilitychange", onVisibility);
		onVisibility();
	};
}

/** The newest; the component renders again when it changes. */
export function useSetupLive(): SetupLive {
	return useSyncExternalStore(subscribe, () => live);
}

/** Asks for a run. It goes on without this window; only a refusal is told here. */
export function askSetup(call: () => Promise<unknown>): void {
	set({ asked: true, problem: null });
	call().then(
		() => set({ asked: false }),
		(error) => {
			const problem = problemOf(error);
			set({ asked: false, problem: problem.code === "agent.not-running" ? null : problem });
		},
	);
}
