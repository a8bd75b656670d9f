// Keeps the newest picture of one agent for as long as it answers.
import type { ContractRouterClient } from "@orpc/contract";
import { applyDelta } from "../../main/contract/apply-delta.ts";
import type { Contract } from "../../main/contract/calls.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";

/** Calls `onSnapshot` at once and after each change. Resolves when the stream ends, breaks or is aborted; never rejects. */
export async function followSnapshot(
	client: Pick<ContractRouterClient<Contract>, "status">,
	signal: AbortSignal,
	onSnapshot: (snapshot: Snapshot) => void,
): Promise<void> {
	let snapshot: Snapshot | null = null;
	try {
		for await (const update of await client.status.watch({}, { signal })) {
			if (signal.aborted) return;
			if (update.kind === "snapshot") snapshot = update.snapshot;
			else if (snapshot) snapshot = applyDelta(snapshot, update.delta);
			if (snapshot) onSnapshot(snapshot);
		}
	} catch {
		// Whoever follows learns from the end what there is to learn: this agent no longer answers.
	}
}
