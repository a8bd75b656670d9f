// What the desktop shell and the process that hosts its agent tell each other, beside the calls on their message port.
// Both sides parse what they hear.
import { z } from "zod";
import { problemSchema } from "./problem.ts";

/** From the shell to the host. */
export const toHostSchema = z.discriminatedUnion("kind", [
	/** Comes once, with the message port on which the agent's calls are served. */
	z.strictObject({ kind: z.literal("start") }),
	/** Stop all jobs, keep consent as it is, and end. Also the answer to `attach` and `problem`. */
	z.strictObject({ kind: z.literal("stop") }),
]);
export type ToHost = z.infer<typeof toHostSchema>;

/** From the host to the shell; exactly one of them, once. */
export const fromHostSchema = z.discriminatedUnion("kind", [
	/** The agent runs and answers on the port. */
	z.strictObject({
		kind: z.literal("ready"),
		pid: z.int(),
		dataDirectory: z.string(),
		socket: z.string(),
		pool: z.strictObject({ engine: z.string(), name: z.string() }),
		deviceId: z.string(),
	}),
	/** An agent runs on this data already. Its door: the socket's address and the file with the token. The host ends. */
	z.strictObject({
		kind: z.literal("attach"),
		/** The folder of a Unix socket, which must belong to this account; null for a named pipe. */
		directory: z.string().nullable(),
		socket: z.string(),
		tokenPath: z.string(),
	}),
	/** No agent could be started. The host ends. */
	z.strictObject({ kind: z.literal("problem"), problem: problemSchema }),
]);
export type FromHost = z.infer<typeof fromHostSchema>;
