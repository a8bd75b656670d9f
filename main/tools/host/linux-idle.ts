// How long nobody has used this PC, on Linux: the newest input in any session counts, local or remote.
// Graphical sessions: the desktop's own hint at logind. Text sessions and ssh: the last input of their terminals,
// which the kernel keeps as access time (8 s coarse).
import { idleAfterSeconds } from "../../contract/facts.ts";
import type { AskProgram } from "./ask-program.ts";
import type { HostFiles } from "./files.ts";
import { readSessions, type Session, sessionPath } from "./linux-sessions.ts";
import type { Reading } from "./readings.ts";

export interface Hint {
	readonly idle: boolean;
	/** Epoch ms since when `idle` is so. */
	readonly since: number;
	readonly locked: boolean;
}

interface IdleTools {
	readonly files: HostFiles;
	readonly ask: AskProgram;
	readonly now: () => number;
}

export interface IdleReading extends Reading<number> {
	/** True when this PC has a screen session, so that idle time can always be told. */
	readonly lasting: boolean;
}

/** A reader that remembers since when it has seen a screen locked or nobody logged in. */
export function linuxIdleReader({ files, ask, now }: IdleTools): () => Promise<IdleReading> {
	const seenSince = new Map<string, number>();
	/** Seconds for which `key` has been seen without a break; 0 when it is not so. */
	const lasting = (key: string, holds: boolean): number => {
		if (!holds) {
			seenSince.delete(key);
			return 0;
		}
		const since = Math.min(seenSince.get(key) ?? now(), now());
		seenSince.set(key, since);
		return (now() - since) / 1000;
	};

	const graphicalIdle = async (session: Session): Promise<number | null> => {
		const hint = await readHint(ask, session.id);
		if (!hint) return null;
		// Not idle may mean input a moment ago or four minutes ago; it counts as a moment ago.
		const hinted = hint.idle ? Math.max(0, (now() - hint.since) / 1000) : 0;
		return Math.max(hinted, lasting(`locked ${session.id}`, hint.locked));
	};

	return async () => {
		const sessions = (await readSessions(files)) ?? [];
		const screens = sessions.filter((one) => one.graphical);
		const users = screens.filter((one) => !one.greeter);
		const screenIdle = await Promise.all(users.map(graphicalIdle));
		const terminalIdle = await readTerminals(files, sessions, now());
		const onlyLoginScreen = screens.length > 0 && sessions.every((one) => one.greeter);
		const nobody = lasting("nobody", onlyLoginScreen && terminalIdle.length === 0);

		const source = screens.length > 0 ? "sessions" : terminalIdle.length > 0 ? "terminals" : "no-reader";
		const all = [...screenIdle, ...terminalIdle, ...(onlyLoginScreen && terminalIdle.length === 0 ? [nobody] : [])];
		const told = all.filter((one) => one !== null);
		const least = told.length > 0 ? Math.min(...told) : null;
		// A session that cannot be read may be in use. Terminals alone prove use, never absence: a screen started by hand
		// (startx) shows in no session. So in both cases only use is certain.
		const complete = screens.length > 0 && told.length === all.length;
		const certain = complete || (least !== null && least < idleAfterSeconds);
		return { value: certain ? least : null, source, lasting: complete };
	};
}

async function readHint(ask: AskProgram, id: string): Promise<Hint | null> {
	const names = ["IdleHint", "IdleSinceHint", "LockedHint"];
	const login = "org.freedesktop.login1";
	const call = ["get-property", login, sessionPath(id), `${login}.Session`, ...names];
	return parseHint(await ask(["busctl", "--system", "--auto-start=no", "--timeout=1", ...call], 1_500));
}

/** busctl prints one line each: "b true", "t 1800000000000000" (µs since 1970; 0 = never), "b false". */
export function parseHint(said: string | null): Hint | null {
	const match = /^b (true|false)\nt (\d+)\nb (true|false)\s*$/.exec(said ?? "");
	if (!match) return null;
	const [, idle, since, locked] = match;
	const sinceMs = Math.floor(Number(since) / 1000);
	return { idle: idle === "true" && sinceMs > 0, since: sinceMs, locked: locked === "true" };
}

/** Seconds since the last input at every terminal that a logged-in person owns. */
async function readTerminals(files: HostFiles, sessions: readonly Session[], now: number): Promise<number[]> {
	const people = sessions.filter((one) => !one.greeter);
	const paths = new Set<string>();
	for (const one of people) {
		if (one.terminal && !one.graphical && /^(tty\d+|pts\/\d+)$/.test(one.terminal)) paths.add(`/dev/${one.terminal}`);
	}
	for (const name of (await files.names("/dev/pts")) ?? []) if (/^\d+$/.test(name)) paths.add(`/dev/pts/${name}`);
	const uids = new Set(people.map((one) => one.uid));
	const owners = await Promise.all([...paths].map((path) => files.owner(path)));
	return (
		owners
			// Where no session is known, every open terminal is somebody's.
			.filter((one) => one !== null && (uids.size === 0 || uids.has(one.uid)))
			.map((one) => Math.max(0, (now - (one?.accessedAt ?? now)) / 1000))
	);
}
