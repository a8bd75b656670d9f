// What the pool needs on its server. Names and subjects:
//   LEND       lend.work.<class>.<arch>.<jobId>     work to hand out; one durable pull consumer per class and arch
//   LENDSTATE  lend.claim.<class>.<jobId>           the claim: the job's life and its lease, changed by compare-and-set
//              lend.job.<jobId>                     the signed job, to hand out again what got lost
//              lend.result.<device>.<jobId>         results, in the same stream so that they can be fenced by the claim
//   LENDLOG    lend.log.<device>.<jobId>
//   LENDBLOB   lend.blob.<sha256hex>.<n | manifest>
import {
	AckPolicy,
	type ConsumerConfig,
	DiscardPolicy,
	JetStreamApiError,
	RetentionPolicy,
	StorageType,
	type StreamConfig,
} from "@nats-io/jetstream";
import { nanos } from "@nats-io/transport-node";
import type { JobClass } from "../../contract/job.ts";
import type { Live } from "./jetstream-link.ts";
import { isToken } from "./job-fit.ts";

export const workStream = "LEND";
export const stateStream = "LENDSTATE";
export const logStream = "LENDLOG";
export const blobStream = "LENDBLOB";

export const workSubject = (jobClass: string, arch: string, id: string) => `lend.work.${jobClass}.${arch}.${id}`;
export const claimSubject = (jobClass: string, id: string) => `lend.claim.${jobClass}.${id}`;
export const jobSubject = (id: string) => `lend.job.${id}`;
export const resultSubject = (deviceId: string, id: string) => `lend.result.${tokenOf(deviceId)}.${id}`;
export const logSubject = (deviceId: string, id: string) => `lend.log.${tokenOf(deviceId)}.${id}`;

/** A device's id or a name as one part of a subject: as it is, or base64url after "=". */
export function tokenOf(text: string): string {
	return isToken(text) ? text : `=${Buffer.from(text).toString("base64url")}`;
}

export interface ServerLimits {
	readonly workBytes: number;
	readonly logBytes: number;
	readonly blobBytes: number;
}

const mebibyte = 1_048_576;
export const defaultLimits: ServerLimits = {
	workBytes: 256 * mebibyte,
	logBytes: 256 * mebibyte,
	blobBytes: 2048 * mebibyte,
};
const day = 86_400_000;
const keepDays = 30;
const keepLogDays = 7;
/** JetStream: "stream name already in use with a different configuration". The home's own settings win. */
const otherSettings = 10058;

/** Makes the streams that are missing; leaves those that are there as they are. */
export async function prepareStreams({ jsm }: Live, limits: ServerLimits): Promise<void> {
	const common = { storage: StorageType.File, allow_direct: true, num_replicas: 1 };
	const streams: (Partial<StreamConfig> & { name: string })[] = [
		{
			...common,
			name: workStream,
			subjects: ["lend.work.*.*.*"],
			retention: RetentionPolicy.Workqueue,
			discard: DiscardPolicy.New,
			max_msgs: 10_000,
			max_bytes: limits.workBytes,
		},
		{
			...common,
			name: stateStream,
			subjects: ["lend.claim.*.*", "lend.job.*", "lend.result.*.*"],
			max_msgs_per_subject: 1,
			max_age: nanos(keepDays * day),
		},
		{
			...common,
			name: logStream,
			subjects: ["lend.log.*.*"],
			max_bytes: limits.logBytes,
			max_age: nanos(keepLogDays * day),
		},
		{
			...common,
			name: blobStream,
			subjects: ["lend.blob.*.*"],
			discard: DiscardPolicy.New,
			max_msgs_per_subject: 1,
			max_bytes: limits.blobBytes,
			max_age: nanos(keepDays * day),
		},
	];
	for (const stream of streams) {
		try {
			await jsm.streams.add(stream);
		} catch (error) {
			if (!(error instanceof JetStreamApiError && error.code === otherSettings)) throw error;
		}
	}
}

export const consumerName = (jobClass: JobClass, arch: string) => `${jobClass}-${arch}`;

/**
 * Makes the durable pull consumer of one class and processor. No delivery limit: attempts are counted in the claim.
 * max_ack_pending is high because a job that fits nobody yet waits as unacknowledged between two offers.
 */
export async function prepareConsumer(
	{ jsm }: Live,
	jobClass: JobClass,
	arch: string,
	ackWaitMs: number,
): Promise<void> {
	const consumer: Partial<ConsumerConfig> = {
		durable_name: consumerName(jobClass, arch),
		filter_subject: workSubject(jobClass, arch, "*"),
		ack_policy: AckPolicy.Explicit,
		ack_wait: nanos(ackWaitMs),
		max_deliver: -1,
		max_ack_pending: 20_000,
		max_waiting: 512,
	};
	await jsm.consumers.add(workStream, consumer);
}
