// The last words of a hosted agent, kept within bounds, for whoever has to find out why it ended.

const maxLines = 200;
const maxLineChars = 2_000;

export interface HostLog {
	/** Reads the stream to its end. null: there is none. */
	take(stream: NodeJS.ReadableStream | null): void;
	/** Oldest first; at most 200 of at most 2000 characters. */
	lines(): readonly string[];
}

/** `tell` gets each line as it comes. */
export function hostLog(tell: (line: string) => void): HostLog {
	const kept: string[] = [];
	const keep = (text: string) => {
		const line = text.slice(0, maxLineChars).trimEnd();
		if (line === "") return;
		kept.push(line);
		if (kept.length > maxLines) kept.shift();
		tell(line);
	};
	return {
		lines: () => [...kept],
		take(stream) {
			if (!stream) return;
			let rest = "";
			stream.setEncoding("utf8");
			stream.on("data", (text: string) => {
				const lines = (rest + text).split("\n");
				// A line without end is cut, not collected.
				rest = (lines.pop() ?? "").slice(0, maxLineChars);
				for (const line of lines) keep(line);
			});
			stream.on("end", () => keep(rest));
			stream.on("error", () => undefined);
		},
	};
}
