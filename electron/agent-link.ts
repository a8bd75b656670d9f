// What the shell's parts see of the agent, whether it runs inside the shell or was found running already.
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../main/contract/calls.ts";
import type { Problem } from "../main/contract/problem.ts";
import type { Snapshot } from "../main/contract/snapshot.ts";

export interface AgentStatus {
	/** `starting`: none answers yet. `live`: it answers. `gone`: it ended; the next try comes by itself. */
	readonly link: "starting" | "live" | "gone";
	/** True when the agent is this shell's own child; false when it was running before. */
	readonly hosted: boolean;
	/** The newest picture; while not live the last one known, which is not the present. */
	readonly snapshot: Snapshot | null;
	/** While gone: why no agent can be started, or that it keeps ending. The tries go on by themselves. */
	readonly trouble?: Problem;
}

export interface AgentLink {
	/** The contract's calls. While no agent answers each call rejects with the problem "agent.not-running". */
	readonly client: ContractRouterClient<Contract>;
	status(): AgentStatus;
	/** Tells of every change, not of the present state. Gives the way to end it. */
	onStatus(listener: (status: AgentStatus) => void): () => void;
	/** Ends a hosted agent in order and lets a found one be. Nothing is started again after this. */
	close(): Promise<void>;
}
