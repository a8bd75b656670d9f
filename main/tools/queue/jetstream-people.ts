// Who lends (a key that vanishes by itself) and who asks (a name that belongs to its first key).
import { JetStreamApiCodes, JetStreamApiError } from "@nats-io/jetstream";
import { type KV, Kvm } from "@nats-io/kv";
import { type Requester, requesterSchema } from "../../contract/job.ts";
import { type Presence, presenceSchema } from "../../contract/pool.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Link, Live } from "./jetstream-link.ts";
import { parseStored, readStored } from "./jetstream-read.ts";
import { tokenOf } from "./jetstream-streams.ts";

const presenceBucket = "presence";
const requesterBucket = "requesters";
const mostListed = 10_000;

export async function preparePeople({ js }: Live, presenceMs: number): Promise<void> {
	const kvm = new Kvm(js);
	await kvm.create(presenceBucket, { history: 1, ttl: presenceMs });
	await kvm.create(requesterBucket, { history: 1 });
}

export async function putPresence(link: Link, presence: Presence): Promise<void> {
	await changePresence(link, (kv) => kv.put(tokenOf(presence.deviceId), JSON.stringify(presence)));
}

export async function dropPresence(link: Link, deviceId: string): Promise<void> {
	await changePresence(link, (kv) => kv.delete(tokenOf(deviceId)));
}

function changePresence(link: Link, change: (kv: KV) => Promise<unknown>): Promise<void> {
	return link.run(async (live) => {
		await change(await new Kvm(live.js).open(presenceBucket));
		live.nc.publish("lend.news.presence");
	});
}

export async function readPresences(link: Link): Promise<Presence[]> {
	const values = await link.run((live) => readBucket(live, presenceBucket));
	return values.flatMap((value) => presenceSchema.safeParse(value).data ?? []);
}

/** Create-only: the first key keeps the name. "pool.name-taken" for another one. */
export async function putRequester(link: Link, requester: Requester): Promise<void> {
	const key = tokenOf(requester.name);
	await link.run(async ({ js }) => {
		const kv = await new Kvm(js).open(requesterBucket);
		try {
			await kv.create(key, JSON.stringify(requester));
		} catch (error) {
			const taken = error instanceof JetStreamApiError && error.code === JetStreamApiCodes.StreamWrongLastSequence;
			if (!taken) throw error;
			const entry = await kv.get(key);
			const owner = requesterSchema.safeParse(entry && parseStored(entry.value)).data;
			if (owner?.publicKey !== requester.publicKey) throw new ProblemError("pool.name-taken", { name: requester.name });
		}
	});
}

export async function readRequesters(link: Link): Promise<Requester[]> {
	const values = await link.run((live) => readBucket(live, requesterBucket));
	return values
		.flatMap((value) => requesterSchema.safeParse(value).data ?? [])
		.sort((a, b) => a.name.localeCompare(b.name));
}

/** The values of a bucket; keys that were deleted are left out. */
async function readBucket(live: Live, bucket: string): Promise<unknown[]> {
	const stored = await readStored(live, `KV_${bucket}`, `$KV.${bucket}.>`, 1, mostListed);
	return stored.filter((one) => one.header("KV-Operation") === "").map((one) => parseStored(one.data));
}
