// A job's output as it comes, on the server. One message holds some chunks; the reader keeps what it has read.
import { z } from "zod";
import type { JobId } from "../../contract/ids.ts";
import { maxLogBytes } from "../../contract/job.ts";
import { type LogChunk, logChunkSchema } from "../../contract/pool.ts";
import { readClaim, ringJob } from "./jetstream-claims.ts";
import type { Leases } from "./jetstream-leases.ts";
import type { Link } from "./jetstream-link.ts";
import { parseStored, readStored } from "./jetstream-read.ts";
import { logStream, logSubject } from "./jetstream-streams.ts";
import { cutText } from "./job-fit.ts";
import type { Lease } from "./work-queue.ts";

export interface JobLogs {
	append(lease: Lease, chunks: readonly LogChunk[]): Promise<void>;
	read(id: JobId, from: number): Promise<LogChunk[]>;
}

const messageSchema = z.array(logChunkSchema);
/** JSON may need six bytes for one character, and a message has to stay below the server's 1 MiB. */
const messageChars = 65_536;
const keptJobs = 16;
const sizeOf = (chunks: readonly LogChunk[]) => chunks.reduce((sum, one) => sum + Buffer.byteLength(one.text), 0);

export function openLogs(link: Link, leases: Leases): JobLogs {
	const known = new Map<JobId, { chunks: LogChunk[]; seq: number; generation: number }>();

	const readAll = (id: JobId) =>
		link.run(async (live) => {
			const before = known.get(id);
			const entry =
				before?.generation === live.generation ? before : { chunks: [], seq: 0, generation: live.generation };
			for (const stored of await readStored(live, logStream, `lend.log.*.${id}`, entry.seq + 1, 1_000_000)) {
				if (stored.seq <= entry.seq) continue; // another reader of the same entry was here first
				entry.seq = stored.seq;
				entry.chunks.push(...(messageSchema.safeParse(parseStored(stored.data)).data ?? []));
			}
			known.delete(id);
			known.set(id, entry);
			const oldest = known.keys().next().value;
			if (known.size > keptJobs && oldest !== undefined) known.delete(oldest);
			return entry.chunks;
		});

	return {
		async append(lease, chunks) {
			const held = leases.find(lease);
			if (!held || chunks.length === 0) return;
			held.logBytes ??= sizeOf(await readAll(lease.jobId));
			const messages: LogChunk[][] = [];
			let chars = messageChars;
			for (const piece of chunks.flatMap(split)) {
				const text = cutText(piece.text, maxLogBytes - held.logBytes);
				if (text === "") continue;
				held.logBytes = text === piece.text ? held.logBytes + Buffer.byteLength(text) : maxLogBytes;
				chars += text.length;
				if (chars > messageChars) {
					messages.push([]);
					chars = text.length;
				}
				messages.at(-1)?.push({ ...piece, text });
			}
			if (messages.length === 0) return;
			const { class: jobClass, deviceId, turn } = held.claim.body;
			const there = await link.run((live) => readClaim(live, jobClass, lease.jobId));
			const current = typeof there !== "string" && there.body.state === "running" && there.body.deviceId === deviceId;
			if (!current || (there.body.turn !== turn && !leases.find(lease))) return;
			for (const [place, message] of messages.entries()) {
				const msgID = `${turn}.${held.logBytes}.${place}`;
				const subject = logSubject(deviceId ?? "", lease.jobId);
				await link.run(({ js }) => js.publish(subject, JSON.stringify(message), { msgID }));
			}
			await link.run(async (live) => ringJob(live, lease.jobId));
		},
		async read(id, from) {
			return (await readAll(id)).slice(from);
		},
	};
}

/** Pieces short enough for one message, never cutting a surrogate pair. */
function split(chunk: LogChunk): LogChunk[] {
	const pieces: LogChunk[] = [];
	for (let at = 0; at < chunk.text.length; ) {
		let end = Math.min(at + messageChars, chunk.text.length);
		if (end < chunk.text.length && /[\uD800-\uDBFF]/.test(chunk.text[end - 1] ?? "")) end--;
		pieces.push({ ...chunk, text: chunk.text.slice(at, end) });
		at = end;
	}
	return pieces;
}
