// What an ended run means: its reason in the receipt, and whether the pool gets a result or the job back.
import type { Job } from "../contract/job.ts";
import type { EndReason, Receipt } from "../contract/receipt.ts";
import { sha256 } from "../tools/crypto/canonical.ts";
import { type Lease, LeaseLostError } from "../tools/queue/work-queue.ts";
import type { SandboxEnd } from "../tools/runner/runner.ts";
import type { Parts } from "./parts.ts";

/** Why we stopped a run, when it did not end by itself. */
export type StopCause = Extract<
	EndReason,
	"owner-stop" | "owner-pause" | "in-use" | "held" | "cancelled" | "lease-lost" | "agent-stop"
>;

/** The receipt's reason. What the job did by itself wins over a stop that came too late. */
export function endOf(end: SandboxEnd, cause: StopCause | null): EndReason {
	switch (end.kind) {
		case "exit":
			return end.exitCode === 0 ? "done" : "failed";
		case "stopped":
			return cause ?? "lease-lost";
		default:
			return end.kind;
	}
}

/** True when the job itself is finished with: it ended by its own doing, well or not. */
export function isOwnDoing(reason: EndReason): boolean {
	return ["done", "failed", "time-limit", "memory-limit", "output-limit", "crash"].includes(reason);
}

/** Gives the pool the result, or the job back when we stopped it. Retries until `letGo`, while the lease can be ours. */
export async function handBack(
	parts: Parts,
	lease: Lease,
	job: Job,
	end: SandboxEnd,
	receipt: Receipt,
	cause: StopCause | null,
	letGo: AbortSignal,
): Promise<void> {
	const reason = endOf(end, cause);
	const outputs = [...end.outputs].map(([name, bytes]) => ({ name, digest: sha256(bytes), bytes: bytes.byteLength }));
	const final = reason === "done" || lease.attempt >= job.attempts;
	const act = () =>
		isOwnDoing(reason)
			? parts.queue.finish(lease, { jobId: job.id, receipt, outputs }, end.outputs, final)
			: parts.queue.release(lease);
	for (let tries = 1; tries <= 5; tries++) {
		try {
			await act();
			return;
		} catch (error) {
			if (error instanceof LeaseLostError) return;
			parts.log.warn({ jobId: job.id, tries, error: String(error) }, "the pool did not take a run back");
			if (letGo.aborted) return;
			await new Promise<void>((resolve) => {
				const cancel = parts.clock.after(1_000 * tries, resolve);
				const stopWaiting = () => {
					cancel();
					resolve();
				};
				letGo.addEventListener("abort", stopWaiting, { once: true });
			});
			if (letGo.aborted) return;
		}
	}
}
