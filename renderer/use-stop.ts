// Stop, told honestly: "Stopping" at once, confirmed only by the agent's picture, given back when it does not come.
import { useEffect, useState } from "react";
import type { Snapshot } from "../main/contract/snapshot.ts";
import { client } from "./client.ts";

/** `late`: asked, but the picture still shows work after 3 s. `lost`: the call did not arrive. */
export type StopPhase = "idle" | "asking" | "late" | "lost";

const confirmWithinMs = 3000;

/** Is there a grant to withdraw or work to end? */
export function anythingToStop(snapshot: Snapshot): boolean {
	return snapshot.grants.length > 0 || snapshot.jobs.length > 0;
}

/** `anything`: whether the agent's picture shows a grant or work. */
export function useStop(anything: boolean): { phase: StopPhase; stop: () => void } {
	const [phase, setPhase] = useState<StopPhase>("idle");
	useEffect(() => {
		if (!anything) setPhase("idle");
	}, [anything]);
	useEffect(() => {
		if (phase !== "asking") return;
		const timer = window.setTimeout(() => setPhase("late"), confirmWithinMs);
		return () => window.clearTimeout(timer);
	}, [phase]);
	return {
		phase,
		stop() {
			setPhase("asking");
			client.lend.stop({ via: "window" }).catch(() => setPhase("lost"));
		},
	};
}
