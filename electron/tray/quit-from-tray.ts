// Quit, as the tray's entry promises it: what is lent is withdrawn first, and then the app ends. Bounded: a stop that
// cannot be confirmed does not keep a person from quitting.

import type { StopLending } from "./stop-lending.ts";
import type { TrayClock } from "./tray-clock.ts";

export interface QuitFromTrayParts {
	readonly stop: Pick<StopLending, "stop">;
	readonly clock: Pick<TrayClock, "after">;
	/** app.quit: what follows ends the agent in order. */
	readonly quit: () => void;
}

/** As long as both ways to stop may take together. */
const stopWithinMs = 35_000;

/** Gives the tray's `onQuit`. Quits once, however often it is pressed. */
export function quitFromTray({ stop, clock, quit }: QuitFromTrayParts): (stopFirst: boolean) => void {
	let quitting = false;
	return (stopFirst) => {
		if (quitting) return;
		quitting = true;
		if (!stopFirst) return quit();
		let cancel: () => void = () => undefined;
		const enough = new Promise<void>((resolve) => {
			cancel = clock.after(stopWithinMs, resolve);
		});
		void Promise.race([stop.stop(), enough]).finally(() => {
			cancel();
			quit();
		});
	};
}
