// A download's progress: one line that changes on a terminal, a new line for every tenth elsewhere.
import { say } from "./say.ts";

export interface Progress {
	/** Bytes so far; `total` null when the server does not tell. */
	show(transferred: number, total: number | null): void;
	/** Ends the changing line. Idempotent. */
	end(): void;
}

interface Screen {
	readonly isTTY?: boolean;
	write(text: string): unknown;
}

const bytesPerMB = 1_000_000;
/** A line for this much where no total is known. */
const stepMB = 10;

export function showProgress(screen: Screen): Progress {
	let last = "";
	let told = -1;
	return {
		show(transferred, total) {
			const done = Math.floor(transferred / bytesPerMB);
			const known = total !== null && total > 0;
			const line = known
				? say("electron-get.progress", {
						percent: Math.min(1, transferred / total),
						done,
						total: Math.ceil(total / bytesPerMB),
					})
				: say("electron-get.progress-unknown", { done });
			if (screen.isTTY) {
				if (line !== last) screen.write(`\r${line}`);
				last = line;
				return;
			}
			const step = known ? Math.floor((transferred / total) * 10) : Math.floor(done / stepMB);
			if (step <= told) return;
			told = step;
			screen.write(`${line}\n`);
		},
		end() {
			if (last !== "") screen.write("\n");
			last = "";
		},
	};
}
