// Makes and signs the receipt of a run that ended or of a job that was refused.
import type { GrantId, ReceiptId } from "../contract/ids.ts";
import type { Job } from "../contract/job.ts";
import type { EndReason, Receipt, ReceiptBody, StopProof, Usage } from "../contract/receipt.ts";
import { canonical, sha256 } from "../tools/crypto/canonical.ts";
import type { KeyPair } from "../tools/crypto/keys.ts";
import { signReceipt } from "../tools/crypto/signed.ts";

export interface ReceiptMaker {
	ended(job: Job, run: RunFacts): Receipt;
	refused(job: Job, requesterName: string, code: string, at: number): Receipt;
}

export interface RunFacts {
	readonly requesterName: string;
	readonly grantId: GrantId;
	readonly startedAt: number;
	readonly endedAt: number;
	readonly end: EndReason;
	readonly exitCode: number | null;
	readonly usage: Usage;
	readonly proof: StopProof | null;
	readonly outputBytes: number;
}

export function receiptMaker(deviceId: string, key: KeyPair, newId: () => string): ReceiptMaker {
	const common = (job: Job) => ({
		v: 1 as const,
		id: newId() as ReceiptId,
		deviceId,
		jobId: job.id,
		jobDigest: sha256(canonical(job)),
		purpose: job.purpose,
		requester: job.requester,
		class: job.class,
		artifactDigest: job.artifact.digest,
		limits: job.limits,
	});
	return {
		ended: (job, run) => {
			const body: ReceiptBody = { ...common(job), ...run, usage: { ...run.usage }, refusal: null };
			return signReceipt(body, key);
		},
		refused: (job, requesterName, code, at) =>
			signReceipt(
				{
					...common(job),
					requesterName,
					grantId: null,
					startedAt: at,
					endedAt: at,
					end: "refused",
					exitCode: null,
					usage: { cpuSeconds: 0, peakMemoryMiB: 0 },
					proof: null,
					outputBytes: 0,
					refusal: code,
				},
				key,
			),
	};
}
