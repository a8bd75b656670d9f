// Quitting ends the agent in order first: jobs stopped, receipts signed. Closing the window is not quitting.
import type { App, PowerMonitor } from "electron";
import type { Note } from "./note.ts";

export interface QuitParts {
	readonly app: Pick<App, "on" | "quit">;
	readonly powerMonitor: Pick<PowerMonitor, "on">;
	/** Ends everything that must end in order; called once. */
	readonly close: () => Promise<void>;
	readonly note: Note;
}

/** Call when the app is ready: powerMonitor is not there before. From now on the app outlives its window, and a quit waits for `close`. */
export function quitInOrder({ app, powerMonitor, close, note }: QuitParts): void {
	let closing: Promise<void> | null = null;
	let closed = false;
	let pcEnds = false;
	const closeOnce = () => {
		closing ??= close()
			.catch((error: unknown) => note(`did not end in order: ${error instanceof Error ? error.message : error}`))
			.finally(() => {
				closed = true;
			});
		return closing;
	};
	app.on("window-all-closed", () => undefined); // a listener is all it takes to stay (electron.d.ts)
	powerMonitor.on("shutdown", () => {
		pcEnds = true;
	});
	app.on("before-quit", (event) => {
		if (closed) return;
		// A quit held back while the PC shuts down would hold the PC back (macOS says which app did it).
		if (!pcEnds) event.preventDefault();
		if (closing) return;
		void closeOnce().then(() => {
			if (!pcEnds) app.quit();
		});
	});
}
