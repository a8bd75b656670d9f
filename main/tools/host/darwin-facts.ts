// macOS: power from pmset, idle time from ioreg. Written against recorded output.
import type { AskProgram } from "./ask-program.ts";
import type { Reading } from "./readings.ts";

export async function readDarwinPower(ask: AskProgram): Promise<Reading<boolean>> {
	return { value: parsePmset(await ask(["/usr/bin/pmset", "-g", "batt"], 3_000)), source: "pmset" };
}

/** "Now drawing from 'AC Power'"; a Mac without a battery says the same. A UPS on its battery counts as battery. */
export function parsePmset(said: string | null): boolean | null {
	const drawing = /^Now drawing from '([^']+)'/m.exec(said ?? "")?.[1];
	if (drawing === "AC Power") return false;
	if (drawing === "Battery Power" || drawing === "UPS Power") return true;
	return null;
}

export async function readDarwinIdle(ask: AskProgram): Promise<Reading<number>> {
	const said = await ask(["/usr/sbin/ioreg", "-c", "IOHIDSystem", "-d", "4", "-S"], 3_000);
	return { value: parseHidIdleTime(said), source: "ioreg" };
}

/** HIDIdleTime is in nanoseconds; the newest input of any device counts. */
export function parseHidIdleTime(said: string | null): number | null {
	const times = [...(said ?? "").matchAll(/"HIDIdleTime" = (\d+)/g)].map((match) => Number(match[1]) / 1e9);
	return times.length > 0 ? Math.min(...times) : null;
}
