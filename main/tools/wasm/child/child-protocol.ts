// What the agent and a wasm sandbox say to each other.

/** The child's pipes. 1 is not used: nothing of V8's or Node's own may end up in the job's output. */
export const fds = { job: 0, lastWords: 2, stdout: 3, stderr: 4, result: 5 } as const;

/** Exit codes given by the sandbox itself, as shells use them. */
export const exitCodes = {
	/** Not a module, an import that does not exist, or no _start. */
	cannotRun: 126,
	/** A trap: unreachable, out of bounds, stack exhausted, ... */
	trap: 134,
} as const;

/** The head frame's body, as JSON. */
export interface ChildHead {
	/** How many frames the job has, this one included. */
	readonly frames: number;
	readonly argv: string[];
	readonly env: Record<string, string>;
	/** Wasm memory and all files together. */
	readonly memoryBytes: number;
	readonly scratchBytes: number;
	readonly outputs: readonly { readonly name: string; readonly maxBytes: number }[];
	/** Path of the built-in Python; null when a module frame follows. */
	readonly python: string | null;
}

/** The end frame's body, as JSON. */
export interface SandboxReport {
	kind: "exit" | "memory-limit" | "output-limit";
	readonly code: number | null;
	readonly detail: string;
}
