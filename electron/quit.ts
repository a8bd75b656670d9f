// Quitting ends the agent in order first: jobs stopped, receipts signed. Closing the window is not quitting.
import type { App } from "electron";
import type { Note } from "./note.ts";

export interface QuitParts {
	readonly app: Pick<App, "on" | "quit">;
	/** Ends everything that must end in order; called once. */
	readonly close: () => Promise<void>;
	readonly note: Note;
}

export interface Quitting {
	/** Ends all in order and lets a quit that follows go through at once: for an installer that quits the app itself. */
	endInOrder(): Promise<void>;
	/** The PC shuts down: ends all in order at once, and holds no quit back, which would hold the PC back. */
	pcEnds(): void;
}

/** From now on the app outlives its window, and a quit waits for `close`. */
export function quitInOrder({ app, close, note }: QuitParts): Quitting {
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
	app.on("before-quit", (event) => {
		if (closed) return;
		if (!pcEnds) event.preventDefault();
		if (closing) return;
		void closeOnce().then(() => {
			if (!pcEnds) app.quit();
		});
	});
	return {
		endInOrder: closeOnce,
		pcEnds() {
			pcEnds = true;
			void closeOnce();
		},
	};
}
