// Where one agent keeps its state and where its socket door is. Agent, CLI and window shell resolve both here, so that
// they always meet. Touches no file; whoever opens the door makes the directories.
import { createHash } from "node:crypto";
import { homedir, tmpdir, userInfo } from "node:os";
import { join, resolve } from "node:path";

/** What the answer depends on beside the flag; injected in tests. */
export interface Surroundings {
	readonly platform: NodeJS.Platform;
	readonly home: string;
	readonly temporary: string;
	/** Numeric user id; the account's name on Windows, which has no such number. */
	readonly uid: number | string;
}

export function surroundings(): Surroundings {
	const uid = process.getuid?.() ?? userInfo().username;
	return { platform: process.platform, home: homedir(), temporary: tmpdir(), uid };
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The absolute data directory: `--data`, else HEARTH_DATA, else the per-user state folder of the OS
 * (XDG Base Directory spec: $XDG_STATE_HOME, absolute, else ~/.local/state; ~/Library/Application Support;
 * %LOCALAPPDATA%). Empty values count as not given.
 */
export function dataDirectory(
	flag: string | undefined,
	env: Environment,
	around: Surroundings = surroundings(),
): string {
	const asked = flag || env.HEARTH_DATA;
	if (asked) return resolve(asked);
	if (around.platform === "darwin") return join(around.home, "Library", "Application Support", "Hearth");
	if (around.platform === "win32") {
		return join(env.LOCALAPPDATA || join(around.home, "AppData", "Local"), "Hearth");
	}
	const state = env.XDG_STATE_HOME;
	return join(state?.startsWith("/") ? state : join(around.home, ".local", "state"), "hearth");
}

export interface DoorPaths {
	/** The 0700 directory of the socket. */
	readonly directory: string;
	/** Unix socket path, or a named pipe on Windows; what node:net and node:http take as socketPath. */
	readonly socket: string;
	/** The per-user token's file, 0600, always inside the data directory. */
	readonly token: string;
}

/** sun_path holds 104 bytes on macOS and 108 on Linux, the ending NUL included. */
const maxSocketBytes = 100;

/** The door of the agent that owns `data` (absolute). A socket path too long for the OS moves to a short directory. */
export function doorPaths(
	data: string,
	env: Environment = process.env,
	around: Surroundings = surroundings(),
): DoorPaths {
	const token = join(data, "door", "token");
	const hash = createHash("sha256").update(data).digest("hex").slice(0, 12);
	if (around.platform === "win32") {
		return { directory: join(data, "door"), socket: `\\\\.\\pipe\\hearth-${around.uid}-${hash}`, token };
	}
	const near = join(data, "door", "agent.sock");
	if (Buffer.byteLength(near) <= maxSocketBytes) return { directory: join(data, "door"), socket: near, token };
	const name = `hearth-${around.uid}-${hash}`;
	const bases = [env.XDG_RUNTIME_DIR, around.temporary, "/tmp"].filter((base) => base?.startsWith("/")) as string[];
	const directory = bases
		.map((base) => join(base, name))
		.find((path) => Buffer.byteLength(join(path, "agent.sock")) <= maxSocketBytes);
	if (!directory) return { directory: join("/tmp", name), socket: join("/tmp", name, "agent.sock"), token };
	return { directory, socket: join(directory, "agent.sock"), token };
}
