// A sandbox's standard output and error as text: characters whole, at most so many bytes, a mark where it was cut.
import { maxLogBytes } from "../../contract/job.ts";
import type { LogChunk } from "../../contract/pool.ts";

type Piece = Omit<LogChunk, "at">;

export interface LogSink {
	/** The next bytes of one stream, however cut. Bytes over the cap are dropped; the writer is never held up. */
	write(stream: LogChunk["stream"], bytes: Uint8Array): void;
	/** No more bytes come: gives out a character that was cut off, as U+FFFD. */
	end(): void;
}

const mark = "\n[the rest of the output was not kept]\n";

/** Calls `onLog` with UTF-8 text (U+FFFD for bad bytes), at most `cap` bytes for both streams, the mark included. */
export function openLog(onLog: (piece: Piece) => void, cap: number = maxLogBytes): LogSink {
	const newDecoder = () => new TextDecoder("utf-8", { ignoreBOM: true });
	const decoders = { stdout: newDecoder(), stderr: newDecoder() };
	let room = cap - mark.length;
	const emit = (stream: LogChunk["stream"], text: string) => {
		if (text === "" || room < 0) return;
		const bytes = Buffer.byteLength(text);
		if (bytes <= room) {
			room -= bytes;
			onLog({ stream, text });
			return;
		}
		const { read } = new TextEncoder().encodeInto(text, new Uint8Array(room));
		room = -1;
		onLog({ stream, text: text.slice(0, read) + mark });
	};
	return {
		write: (stream, bytes) => emit(stream, room < 0 ? "" : decoders[stream].decode(bytes, { stream: true })),
		end() {
			for (const stream of ["stdout", "stderr"] as const) emit(stream, decoders[stream].decode());
		},
	};
}
