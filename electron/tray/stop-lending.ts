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
	/** Pressed again while one is under way, it gives that one's result. Never rejects. */
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
	let underWay: Promise<StopResult> | null = null;
	const show = (next: StopPhase) => {
		if (phase === next) return;
		phase = next;
		onPhase(next);
	};

	const run = async (): Promise<StopResult> => {
		show("asking");
		const cancelLate = clock.after(assumeForMs, () => {
			if (phase === "asking") show("late");
		});
		const unfollow = link.onStatus((status) => {
			if (status.link === "live" && !anythingToStop(status)) show("idle");
		});
		try {
			const asked = ask();
			const first = await Promise.race([asked, silence(answerWithinMs)]);
			// An agent that has withdrawn is at work; killing it now would only lose the proof.
			const result = first ?? (withdrawn(link.status()) ? await Promise.race([asked, silence(proveWithinMs)]) : null);
			if (result) {
				show("idle");
				return result;
			}
			const confirmed = await Promise.race([stopAnyway(), asked.then((late) => late !== null || never())]);
			show(confirmed ? "idle" : "lost");
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
		stop() {
			underWay ??= run().finally(() => {
				underWay = null;
			});
			return underWay;
		},
	};
}

const withdrawn = ({ link, snapshot }: AgentStatus) => link === "live" && snapshot?.grants.length === 0;

const never = () => new Promise<boolean>(() => undefined);
