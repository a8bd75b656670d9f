// Stop from the tray: told honestly, and not dependent on an agent that answers.
import type { AgentLink, AgentStatus } from "../agent-link.ts";
import type { TrayClock } from "./tray-clock.ts";
import { anythingToStop } from "./tray-state.ts";

/** `late`: asked, but not confirmed after 3 s. `lost`: neither the agent nor the other way could be reached. */
export type StopPhase = "idle" | "asking" | "late" | "lost";

export interface StopResult {
	/** False when neither way confirmed the stop. */
	readonly confirmed: boolean;
	/** How long the slowest proven stop of a job took; null when nothing ran or it is not known. */
	readonly provenMs: number | null;
}

export interface StopParts {
	readonly link: Pick<AgentLink, "client" | "status" | "onStatus">;
	readonly clock: Pick<TrayClock, "after">;
	/** Stops without asking the agent's link; true when it is done. Never rejects. */
	readonly stopAnyway: () => Promise<boolean>;
	/** Called on every change of the phase. */
	readonly onPhase: (phase: StopPhase) => void;
}

export interface StopLending {
	phase(): StopPhase;
	/** Every press asks anew, also while one is under way; the newest decides the phase. Never rejects. */
	stop(): Promise<StopResult>;
}

/** An agent that has not even withdrawn by then does not answer. */
const answerWithinMs = 2_000;
/** One that has withdrawn gets this long to prove that every job is gone. */
const proveWithinMs = 10_000;
/** "Stopping…" is an assumption; unconfirmed it is taken back after this. */
const assumeForMs = 3_000;

export function openStop({ link, clock, stopAnyway, onPhase }: StopParts): StopLending {
	let phase: StopPhase = "idle";
	let presses = 0;
	const show = (next: StopPhase, press: number) => {
		if (phase === next || press !== presses) return;
		phase = next;
		onPhase(next);
	};

	const run = async (press: number): Promise<StopResult> => {
		show("asking", press);
		const cancelLate = clock.after(assumeForMs, () => {
			if (phase === "asking") show("late", press);
		});
		const unfollow = link.onStatus((status) => {
			if (status.link === "live" && !anythingToStop(status)) show("idle", press);
		});
		try {
			const asked = ask();
			const first = await Promise.race([asked, silence(answerWithinMs)]);
			// An agent that has withdrawn is at work; killing it now would only lose the proof.
			const result = first ?? (withdrawn(link.status()) ? await Promise.race([asked, silence(proveWithinMs)]) : null);
			if (result) {
				show("idle", press);
				return result;
			}
			const confirmed = await Promise.race([stopAnyway(), asked.then((late) => late !== null || never())]);
			show(confirmed ? "idle" : "lost", press);
			return { confirmed, provenMs: null };
		} finally {
			cancelLate();
			unfollow();
		}
	};

	/** null when the agent refused or is not there. */
	const ask = async (): Promise<StopResult | null> => {
		try {
			const { stopped } = await link.client.lend.stop({ via: "tray" });
			const proofs = stopped.flatMap(({ body }) => (body.proof ? [body.proof.provenMs] : []));
			return { confirmed: true, provenMs: proofs.length > 0 ? Math.max(...proofs) : null };
		} catch {
			return null;
		}
	};

	const silence = (ms: number) => new Promise<null>((resolve) => void clock.after(ms, () => resolve(null)));

	return {
		phase: () => phase,
		stop: () => run(++presses),
	};
}

const withdrawn = ({ link, snapshot }: AgentStatus) => link === "live" && snapshot?.grants.length === 0;

const never = () => new Promise<boolean>(() => undefined);
