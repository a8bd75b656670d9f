// The three things Hearth signs, each with its own prefix so that one signature can never pass for another.
import type { Job, SignedJob } from "../../contract/job.ts";
import type { Receipt, ReceiptBody } from "../../contract/receipt.ts";
import { canonical } from "./canonical.ts";
import { type KeyPair, verifySignature } from "./keys.ts";

const jobBytes = (job: Job) => `hearth-job-v1\0${canonical(job)}`;
const receiptBytes = (body: ReceiptBody) => `hearth-receipt-v1\0${canonical(body)}`;

export function signJob(job: Job, key: KeyPair): SignedJob {
	return { job, signature: key.sign(jobBytes(job)) };
}

/** True when the job carries a valid signature by the key it names as requester. Says nothing about who that is. */
export function jobSignatureHolds(signed: SignedJob): boolean {
	return verifySignature(signed.job.requester, jobBytes(signed.job), signed.signature);
}

export function signReceipt(body: ReceiptBody, key: KeyPair): Receipt {
	return { body, publicKey: key.publicKey, signature: key.sign(receiptBytes(body)) };
}

export function receiptSignatureHolds(receipt: Receipt): boolean {
	return verifySignature(receipt.publicKey, receiptBytes(receipt.body), receipt.signature);
}
