// The agent's own diagnostics as JSON lines on standard error. Never the words of a page, never a secret.
import { destination, pino } from "pino";
import type { Log } from "./parts.ts";

/** `level` as pino names them; "warn" keeps a terminal quiet. */
export function openLog(level: string): Log {
	const log = pino(
		{ base: null, level, timestamp: () => `,"time":"${new Date().toISOString()}"` },
		destination({ dest: 2, sync: true }),
	);
	return {
		info: (fields, text) => log.info(fields, text),
		warn: (fields, text) => log.warn(fields, text),
		error: (fields, text) => log.error(fields, text),
	};
}
