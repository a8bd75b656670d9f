// While setup works, the system is told to start Hearth at the next sign-in, so that after a power cut or a restart in the
// middle it comes back by itself and says what was half done. It is taken back as soon as the work has ended.
import type { SetupResult } from "../../main/contract/setup.ts";

type SetupEnd = SetupResult["end"];

/** How this system starts Hearth, on the page of setup, at the next sign-in. */
export interface MidwayReturn {
	/** Idempotent; rejects where it cannot. */
	ask(): Promise<void>;
	/** Takes that back, and all that was made for it. Harmless when it was never asked for. */
	forget(): Promise<void>;
}

/** Why a run was aborted when it was the person's own wish. Any other abort is that this program, or the PC, ends. */
export const stoppedByPerson = "stopped by the person";

/** Runs `task` with the return asked for. What goes wrong about the return itself never keeps setup from its work. */
export async function withReturn<T extends { readonly end: SetupEnd }>(
	midway: MidwayReturn | null,
	signal: AbortSignal,
	task: () => Promise<T>,
): Promise<T> {
	await quietly(midway?.ask);
	let end: SetupEnd | null = null;
	try {
		const result = await task();
		end = result.end;
		return result;
	} finally {
		const goesDown = signal.aborted && signal.reason !== stoppedByPerson;
		// A run that waits for a restart has asked to come back itself.
		if (!goesDown && end !== "restart") await quietly(midway?.forget);
	}
}

async function quietly(work: (() => Promise<void>) | undefined): Promise<void> {
	try {
		await work?.();
	} catch {
		// Then the person starts Hearth, and setup says there what was half done.
	}
}
