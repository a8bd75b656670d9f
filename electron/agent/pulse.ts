// Notices an agent that is still there but no longer answers: frozen, or stuck in something.
import type { ShellClock } from "./host-process.ts";

const beatMs = 20_000;
/** One miss can be the PC's own sleep; two in a row are the agent's. */
const missesToTell = 2;

/**
 * Asks every 20 s while `matters()`, never while an answer is still due, and calls `onSilent` once when none came for two
 * beats. A refusal is an answer. Gives the way to end it.
 */
export function followPulse(
	clock: ShellClock,
	matters: () => boolean,
	ask: () => Promise<unknown>,
	onSilent: () => void,
): () => void {
	let due = false;
	let missed = 0;
	let cancel = clock.after(beatMs, beat);
	function beat(): void {
		if (due && ++missed >= missesToTell) {
			onSilent();
			return;
		}
		cancel = clock.after(beatMs, beat);
		if (due || !matters()) return;
		due = true;
		const answered = () => {
			due = false;
			missed = 0;
		};
		ask().then(answered, answered);
	}
	return () => cancel();
}
