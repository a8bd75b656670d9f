// Cuts a stream of bytes into lines of UTF-8, with a bound on how much of one line is kept.

const longestLine = 65_536;

/** Calls `onLine` for each line without its "\n" or "\r\n", and at the end for a last one without an end. */
export function splitLines(onLine: (line: string) => void) {
	let pieces: Buffer[] = [];
	let bytes = 0;
	const keep = (piece: Buffer) => {
		const kept = piece.subarray(0, longestLine - bytes);
		if (kept.length > 0) pieces.push(Buffer.from(kept));
		bytes += kept.length;
	};
	const tell = () => {
		const line = Buffer.concat(pieces).toString();
		pieces = [];
		bytes = 0;
		onLine(line.endsWith("\r") ? line.slice(0, -1) : line);
	};
	return {
		take(chunk: Buffer): void {
			let from = 0;
			for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
				keep(chunk.subarray(from, end));
				tell();
				from = end + 1;
			}
			keep(chunk.subarray(from));
		},
		end(): void {
			if (bytes > 0) tell();
		},
	};
}
