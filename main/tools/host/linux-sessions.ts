// Who is logged in, from the files systemd-logind keeps for exactly this (the ones sd_session_get_class(3) and its kin
// read), so that no program is started.
import type { HostFiles } from "./files.ts";

export interface Session {
	readonly id: string;
	readonly uid: number;
	readonly graphical: boolean;
	/** A login screen: nobody's session, but proof that this PC has a screen where a person can log in. */
	readonly greeter: boolean;
	/** "tty2" or "pts/0"; null when the session has none. */
	readonly terminal: string | null;
}

const root = "/run/systemd/sessions";
const graphicalTypes = new Set(["x11", "wayland", "mir"]);

/** Sessions of people and login screens; services, lingering managers and sessions being closed are left out. */
export async function readSessions(files: HostFiles): Promise<Session[] | null> {
	const names = await files.names(root);
	if (names === null) return null;
	// Each session has a <id>.ref pipe beside its file.
	const ids = names.filter((name) => !name.endsWith(".ref"));
	const sessions = await Promise.all(ids.map(async (id) => parseSession(id, await files.text(`${root}/${id}`))));
	return sessions.filter((one) => one !== null);
}

function parseSession(id: string, text: string | null): Session | null {
	if (text === null) return null;
	const fields = new Map(text.split("\n").map((line) => line.split(/=(.*)/s, 2) as [string, string]));
	const kind = fields.get("CLASS") ?? "";
	const greeter = kind === "greeter";
	if (!greeter && !kind.startsWith("user") && kind !== "lock-screen") return null;
	if (fields.get("STATE") === "closing") return null;
	return {
		id,
		uid: Number(fields.get("UID") ?? Number.NaN),
		graphical: graphicalTypes.has(fields.get("TYPE") ?? ""),
		greeter,
		terminal: fields.get("TTY") ?? null,
	};
}

/** The D-Bus path of a session: every byte that may not stand there becomes _xx (systemd, bus_label_escape). */
export function sessionPath(id: string): string {
	const label = [...id].map((char, index) => {
		const plain = /[A-Za-z]/.test(char) || (index > 0 && /[0-9]/.test(char));
		return plain ? char : `_${char.charCodeAt(0).toString(16).padStart(2, "0")}`;
	});
	return `/org/freedesktop/login1/session/${label.join("")}`;
}
