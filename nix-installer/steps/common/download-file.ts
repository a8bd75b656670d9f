// Downloads one pinned file to its place: goes on where it was cut off, and puts into place only exactly the bytes that
// were pinned.
import { createHash } from "node:crypto";
import { closeSync, createReadStream, fsyncSync, openSync, writeSync } from "node:fs";
import { dirname, isAbsolute } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { syncFolder } from "../../../main/tools/files/sync-folder.ts";
import { type ActContext, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { pieceName, realFiles, removeName, words } from "./files.ts";

const downloadParamsSchema = z.strictObject({
	/** What the person is told is downloaded. */
	name: z.string().min(1).max(60),
	url: z.url({ protocol: /^https$/ }),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	bytes: z.int().positive(),
	/** Absolute; the folder above it is there when the step acts. */
	path: z.string().refine(isAbsolute),
});
type DownloadParams = z.infer<typeof downloadParamsSchema>;

/** The part of the world's fetch that is used; hands on the body as it comes. */
export type Fetch = (
	url: string,
	init: { readonly headers: Readonly<Record<string, string>>; readonly signal: AbortSignal },
) => Promise<Pick<Response, "status" | "body" | "headers">>;

export function downloadFileStep(fetchIt: Fetch = fetch): StepType {
	return { type: "file.download", version: 1, open: (params) => step(fetchIt, downloadParamsSchema.parse(params)) };
}

/** No byte for this long: the way there is blocked. */
const silenceMs = 60_000;

/** Memory: `piece`, where the bytes gather; `placed`, that they were put into place. */
function step(fetchIt: Fetch, { name, url, sha256, bytes, path }: DownloadParams): Step {
	const isWhole = async (at: string) => sizeOf(at) === bytes && (await digestOf(at)) === sha256;
	const pieceOf = (piece: unknown) => (typeof piece === "string" ? piece : null);
	return {
		describe: () => ({
			title: words("setup.step.download", { name }),
			changes: [{ kind: "file", how: "adds", place: path }],
			diskBytes: bytes,
			rights: "person",
			undone: words("setup.undone.download", {}),
			byHand: words("setup.by-hand.download", { path }),
			seconds: { from: Math.ceil(bytes / 12_000_000), to: Math.ceil(bytes / 500_000) },
		}),
		async probe({ memory }) {
			const found = sizeOf(path);
			const piece = pieceOf(memory?.piece);
			if (found === null) return { found: piece !== null && sizeOf(piece) !== null ? "partial" : "absent" };
			const right = await isWhole(path);
			if (memory?.placed === true && right)
				return { found: piece !== null && sizeOf(piece) !== null ? "partial" : "ours" };
			if (right) return { found: "theirs", detail: words("setup.found.file", { path }) };
			return { found: "blocked", detail: words("setup.fault.file-there", { path }) };
		},
		async act(context) {
			const { memory, remember, newId } = context;
			const piece = pieceOf(memory?.piece) ?? pieceName(path, newId());
			// Cut off between the two names of a file that is whole.
			if (memory?.placed === true && (await isWhole(path))) return removeName(realFiles, piece);
			remember({ piece });
			await gather(context, piece);
			if (!(await isWhole(piece))) {
				removeName(realFiles, piece);
				throw new StepFault(words("setup.fault.download-wrong", { name }));
			}
			remember({ piece, placed: true });
			// Fails rather than replace what appeared there in the meantime.
			realFiles.linkSync(piece, path);
			removeName(realFiles, piece);
		},
		async undo({ memory }) {
			removeName(realFiles, pieceOf(memory?.piece));
			if (memory?.placed !== true || sizeOf(path) === null) return [];
			if (!(await isWhole(path))) {
				return [
					{ what: words("setup.left.file-changed", { path }), remove: words("setup.by-hand.download", { path }) },
				];
			}
			removeName(realFiles, path);
			return [];
		},
	};

	/** Appends what is missing of the piece; a server that cannot go on in the middle starts it anew. */
	async function gather({ signal, report }: ActContext, piece: string): Promise<void> {
		const have = sizeOf(piece) ?? 0;
		if (have === bytes) return;
		const silence = new AbortController();
		const either = AbortSignal.any([signal, silence.signal]);
		let timer = setTimeout(() => silence.abort(), silenceMs);
		try {
			const from = have < bytes ? have : 0;
			const answer = await fetchIt(url, { headers: from > 0 ? { range: `bytes=${from}-` } : {}, signal: either });
			if ((answer.status !== 200 && answer.status !== 206) || !answer.body) throw new Error(`HTTP ${answer.status}`);
			const goesOn = answer.status === 206 && answer.headers.get("content-range")?.startsWith(`bytes ${from}-`);
			if (answer.status === 206 && !goesOn) throw new Error("HTTP 206");
			let done = goesOn ? from : 0;
			const handle = openSync(piece, goesOn ? "a" : "w", 0o600);
			try {
				for await (const chunk of answer.body) {
					clearTimeout(timer);
					timer = setTimeout(() => silence.abort(), silenceMs);
					done += chunk.byteLength;
					if (done > bytes) throw new Error("too long");
					for (let at = 0; at < chunk.byteLength; ) at += writeSync(handle, chunk, at);
					report({ done, total: bytes });
				}
				fsyncSync(handle);
			} finally {
				closeSync(handle);
			}
			syncFolder(realFiles, dirname(piece));
			if (done < bytes) throw new Error("cut off");
		} catch (error) {
			if (signal.aborted) throw error;
			const said = silence.signal.aborted ? "60 s" : error instanceof Error ? error.message : String(error);
			if (said === "too long") removeName(realFiles, piece);
			throw new StepFault(words("setup.fault.download-failed", { name, error: said.slice(0, 200) }));
		} finally {
			clearTimeout(timer);
		}
	}
}

/** Of a plain file; null when there is none. */
function sizeOf(path: string): number | null {
	const stat = realFiles.lstatSync(path, { throwIfNoEntry: false });
	return stat?.isFile() ? stat.size : null;
}

async function digestOf(path: string): Promise<string | null> {
	if (sizeOf(path) === null) return null;
	const hash = createHash("sha256");
	await pipeline(createReadStream(path), hash);
	return hash.digest("hex");
}
