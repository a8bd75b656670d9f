// The agent's own diagnostics as JSON lines on standard error. Never the words of a page, never a secret.
import type { Logger } from "pino";
import type { Log } from "./parts.ts";

const ranks = ["trace", "debug", "info", "warn", "error", "fatal", "silent"];

/**
 * `level` as pino names them; "warn" keeps a terminal quiet. The library is loaded by the first line that is written:
 * most agents never write one.
 */
export function openLog(level: string): Log {
	let opened: Promise<Logger> | null = null;
	const write = (kind: "info" | "warn" | "error") => (fields: Record<string, unknown>, text: string) => {
		if (ranks.indexOf(kind) < ranks.indexOf(level)) return;
		const time = new Date().toISOString();
		opened ??= openPino(level);
		void opened.then((log) => log[kind]({ time, ...fields }, text));
	};
	return { info: write("info"), warn: write("warn"), error: write("error") };
}

async function openPino(level: string): Promise<Logger> {
	const { destination, pino } = await import("pino");
	return pino({ base: null, level, timestamp: false }, destination({ dest: 2, sync: true }));
}
