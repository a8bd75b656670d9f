// Inputs, modules and outputs on the server, in pieces under their digest: lend.blob.<hex>.<n>, then a manifest. Only
// what has its manifest exists, and whoever reads checks the digest, so a writer that dies in between leaves nothing.
import { z } from "zod";
import { type Digest, digestSchema } from "../../contract/ids.ts";
import { maxFilesBytes } from "../../contract/job.ts";
import { ProblemError } from "../../contract/problem.ts";
import { sha256 } from "../crypto/canonical.ts";
import type { Link } from "./jetstream-link.ts";
import { parseStored, readNewest } from "./jetstream-read.ts";
import { blobStream } from "./jetstream-streams.ts";
import { needBlobSize } from "./job-fit.ts";

const pieceBytes = 262_144;
const atOnce = 8;
/** A blob this old is stored again when it is put again, so that it outlives the job that needs it. */
const freshMs = 86_400_000;

const manifestSchema = z.strictObject({ bytes: z.int().min(0).max(maxFilesBytes), storedAt: z.int() });

const hexOf = (digest: Digest) => digest.slice("sha256:".length);
const pieceSubject = (digest: Digest, place: number | "manifest") => `lend.blob.${hexOf(digest)}.${place}`;

export async function putBlob(link: Link, bytes: Uint8Array, now: () => number): Promise<Digest> {
	needBlobSize(bytes);
	const digest = sha256(bytes);
	const there = await readManifest(link, digest);
	if (there?.bytes === bytes.byteLength && now() - there.storedAt < freshMs) return digest;
	const count = Math.ceil(bytes.byteLength / pieceBytes);
	await forEachPlace(count, async (place) => {
		const piece = bytes.subarray(place * pieceBytes, (place + 1) * pieceBytes);
		await link.run(({ js }) => js.publish(pieceSubject(digest, place), piece));
	});
	const manifest = JSON.stringify({ bytes: bytes.byteLength, storedAt: now() });
	await link.run(({ js }) => js.publish(pieceSubject(digest, "manifest"), manifest));
	return digest;
}

/** null when the pool does not hold all of it; "job.digest-mismatch" when its bytes are not what the digest says. */
export async function getBlob(link: Link, digest: Digest): Promise<Uint8Array | null> {
	if (!digestSchema.safeParse(digest).success) return null;
	const manifest = await readManifest(link, digest);
	if (!manifest) return null;
	const bytes = new Uint8Array(manifest.bytes);
	let missing = false;
	await forEachPlace(Math.ceil(manifest.bytes / pieceBytes), async (place) => {
		const stored = await link.run((live) => readNewest(live, blobStream, pieceSubject(digest, place)));
		const room = Math.min(pieceBytes, manifest.bytes - place * pieceBytes);
		if (stored?.data.byteLength === room) bytes.set(stored.data, place * pieceBytes);
		else if (stored) throw new ProblemError("job.digest-mismatch", { name: digest });
		else missing = true;
	});
	if (missing) return null;
	if (sha256(bytes) !== digest) throw new ProblemError("job.digest-mismatch", { name: digest });
	return bytes;
}

async function readManifest(link: Link, digest: Digest) {
	const stored = await link.run((live) => readNewest(live, blobStream, pieceSubject(digest, "manifest")));
	return stored ? (manifestSchema.safeParse(parseStored(stored.data)).data ?? null) : null;
}

async function forEachPlace(count: number, run: (place: number) => Promise<void>): Promise<void> {
	let next = 0;
	const worker = async () => {
		while (next < count) await run(next++);
	};
	await Promise.all(Array.from({ length: Math.min(atOnce, count) }, worker));
}
