// The engine sends standard output and error as one stream of frames (Docker API, "attach: stream format"):
// byte 0 is the stream (1 stdout, 2 stderr), bytes 4-7 the length, big-endian, then that many bytes.
import { maxLogBytes } from "../../contract/job.ts";
import type { LogChunk } from "../../contract/pool.ts";

type Piece = Omit<LogChunk, "at">;

export interface LogReader {
	/** Takes the next bytes off the wire, wherever they were cut. False: the cap is reached, nothing more is wanted. */
	push(bytes: Uint8Array): boolean;
	/** No more bytes will come: gives out what a cut character left behind. */
	end(): void;
}

const mark = "\n[the rest of the output was not kept]\n";

/**
 * Calls `onLog` with whole UTF-8 text, U+FFFD for bad bytes, at most `cap` bytes in all with the mark that ends it.
 * Keeps at most one frame header and one character per stream back.
 */
export function readLog(onLog: (piece: Piece) => void, cap: number = maxLogBytes): LogReader {
	const decoders = { stdout: newDecoder(), stderr: newDecoder() };
	let room = cap - mark.length;
	let header = new Uint8Array(0);
	let stream: LogChunk["stream"] = "stdout";
	let left = 0;
	let full = false;

	const emit = (from: LogChunk["stream"], text: string) => {
		if (text === "" || full) return;
		const size = Buffer.byteLength(text);
		if (size <= room) {
			room -= size;
			onLog({ stream: from, text });
			return;
		}
		full = true;
		onLog({ stream: from, text: cutAt(text, room) + mark });
	};

	return {
		push(bytes) {
			for (let at = 0; at < bytes.length && !full; ) {
				if (left === 0) {
					const taken = bytes.subarray(at, at + 8 - header.length);
					header = Uint8Array.of(...header, ...taken);
					at += taken.length;
					if (header.length < 8) break;
					stream = header[0] === 2 ? "stderr" : "stdout";
					left = new DataView(header.buffer).getUint32(4);
					header = new Uint8Array(0);
					continue;
				}
				const piece = bytes.subarray(at, at + left);
				at += piece.length;
				left -= piece.length;
				emit(stream, decoders[stream].decode(piece, { stream: true }));
			}
			return !full;
		},
		end() {
			for (const name of ["stdout", "stderr"] as const) emit(name, decoders[name].decode());
		},
	};
}

const newDecoder = () => new TextDecoder("utf-8", { ignoreBOM: true });

/** The longest whole-character beginning of `text` that fits into `bytes` of UTF-8. */
function cutAt(text: string, bytes: number): string {
	const { read } = new TextEncoder().encodeInto(text, new Uint8Array(Math.max(0, bytes)));
	return text.slice(0, read);
}
