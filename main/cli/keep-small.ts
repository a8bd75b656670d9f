// Keeps the agent's process small: it waits most of its life, so memory counts more than peak speed.
import { setFlagsFromString } from "node:v8";

const flags = [
	"--optimize-for-size",
	// No optimizing compilers: their program text and what they make is 7 MB, and the agent's heavy work (hashes,
	// signatures, JSON, SQLite) is native code anyway. Checking a long ledger takes as long as before.
	"--no-opt",
	"--no-maglev",
];

/**
 * Tells V8 to favour size over speed. Call before anything else is loaded: what is compiled later obeys.
 * A job's own process is not affected. What an idle agent takes is measured by bench/idle.ts.
 */
export function keepSmall(): void {
	for (const flag of flags) setFlagsFromString(flag);
}
