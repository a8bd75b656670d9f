// Reads the helper's lines while it writes them.
import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";
import { type HelperLine, helperLineSchema } from "./elevated.ts";

/** Each call hands on the whole lines since the last; a line that is none of the helper's is passed over. */
export function tailLines(path: string, onLine: (line: HelperLine) => void): () => void {
	const decoder = new StringDecoder("utf8");
	const chunk = Buffer.alloc(65_536);
	let at = 0;
	let rest = "";
	return () => {
		const handle = openSync(path, "r");
		try {
			for (let read = readSync(handle, chunk, 0, chunk.length, at); read > 0; ) {
				at += read;
				rest += decoder.write(chunk.subarray(0, read));
				read = readSync(handle, chunk, 0, chunk.length, at);
			}
		} finally {
			closeSync(handle);
		}
		const lines = rest.split("\n");
		rest = lines.pop() ?? "";
		for (const line of lines) {
			const parsed = helperLineSchema.safeParse(parseJson(line));
			if (parsed.success) onLine(parsed.data);
		}
	};
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
