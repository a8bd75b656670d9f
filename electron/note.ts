// The shell's own log: one line each on standard error, for whoever looks for a fault. Nothing of what people do.
export type Note = (line: string) => void;

/** Writes `hearth: LINE`. `write` is standard error's. */
export function noteTo(write: (text: string) => unknown): Note {
	// A page's words may be in a line: no line break or terminal sequence of theirs gets through.
	return (line) => void write(`hearth: ${line.replace(/\p{Cc}+/gu, " ").slice(0, 500)}\n`);
}
