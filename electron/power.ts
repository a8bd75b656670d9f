// What the shell sees of the PC, told to the agent as facts: at each event, and as a heartbeat while something is allowed.
// It only tells; what follows from it is the agent's decision. It never keeps the PC awake.
import type { PowerMonitor } from "electron";
import { type ShellFacts, shellHeartbeatMs } from "../main/contract/facts.ts";
import type { AgentLink, AgentStatus } from "./agent-link.ts";
import type { TrayClock } from "./tray/tray-clock.ts";

/** Which events exist where (electron.d.ts, PowerMonitor); the heartbeat sees the rest within 10 s. */
const eventPlatforms = {
	suspend: ["darwin", "win32", "linux"],
	resume: ["darwin", "win32", "linux"],
	"lock-screen": ["darwin", "win32"],
	"unlock-screen": ["darwin", "win32"],
	"on-ac": ["darwin", "win32"],
	"on-battery": ["darwin"],
	"thermal-state-change": ["darwin"],
	shutdown: ["darwin", "linux"],
} as const satisfies Record<string, readonly NodeJS.Platform[]>;
type PowerEvent = keyof typeof eventPlatforms;

/** `on` and `off` as plain functions of a name: the overloads of electron.d.ts allow no table. */
export interface PowerSource
	extends Pick<
		PowerMonitor,
		"getSystemIdleTime" | "getSystemIdleState" | "isOnBatteryPower" | "getCurrentThermalState"
	> {
	on(event: PowerEvent, listener: () => void): unknown;
	off(event: PowerEvent, listener: () => void): unknown;
}

export interface PowerParts {
	readonly powerMonitor: PowerSource;
	readonly platform: NodeJS.Platform;
	readonly clock: Pick<TrayClock, "every">;
	readonly link: Pick<AgentLink, "status" | "onStatus">;
	/** False where the idle time would be a wrong one: see `readsIdle`. */
	readonly idleReadable: boolean;
	/** Tells the agent; null takes back what was told. A failure is not heard: the next one comes. */
	readonly send: (facts: ShellFacts | null) => Promise<unknown>;
	/** The PC shuts down: end the agent in order. Not told on Windows. */
	readonly onShutdown: () => void;
}

export interface PowerFollower {
	/** Whether a window is open: its pages ask what this PC can tell, also before anything is allowed. */
	watched(open: boolean): void;
	close(): void;
}

/** Follows the PC until closed. Call after the app is ready. No timer runs while nothing is allowed and no window is open. */
export function followPower(parts: PowerParts): PowerFollower {
	const { powerMonitor, platform, clock, link, send } = parts;
	let suspended = false;
	let lockedByEvent: boolean | null = null;
	let stopBeating: (() => void) | null = null;
	let status: AgentStatus = link.status();
	let watched = false;
	let closed = false;

	const tell = () => {
		if (closed || status.link !== "live") return;
		const facts = readFacts(parts, { suspended, lockedByEvent });
		send(facts).catch(() => undefined);
	};
	const handlers: Record<PowerEvent, () => void> = {
		suspend() {
			suspended = true;
			tell();
		},
		resume() {
			suspended = false;
			tell();
		},
		"lock-screen"() {
			lockedByEvent = true;
			tell();
		},
		"unlock-screen"() {
			lockedByEvent = false;
			tell();
		},
		"on-ac": tell,
		"on-battery": tell,
		"thermal-state-change": tell,
		shutdown: () => parts.onShutdown(),
	};
	const here = (Object.keys(eventPlatforms) as PowerEvent[]).filter((event) =>
		(eventPlatforms[event] as readonly string[]).includes(platform),
	);
	for (const event of here) powerMonitor.on(event, handlers[event]);

	const follow = () => {
		const needed = watched || (status.snapshot?.grants.length ?? 0) > 0;
		const wanted = !closed && status.link === "live" && needed;
		if (wanted === (stopBeating !== null)) return;
		stopBeating?.();
		stopBeating = wanted ? clock.every(shellHeartbeatMs, tell) : null;
		if (wanted) tell();
	};
	const unfollow = link.onStatus((next) => {
		status = next;
		follow();
	});
	follow();

	return {
		watched(open) {
			watched = open;
			follow();
		},
		close() {
			unfollow();
			for (const event of here) powerMonitor.off(event, handlers[event]);
			const live = status.link === "live";
			closed = true;
			follow();
			if (live) send(null).catch(() => undefined);
		},
	};
}

/** One reading. What this platform cannot tell is null, never a guess. */
export function readFacts(
	{ powerMonitor, platform, idleReadable }: Pick<PowerParts, "powerMonitor" | "platform" | "idleReadable">,
	seen: { readonly suspended: boolean; readonly lockedByEvent: boolean | null },
): ShellFacts {
	const desktop = platform === "darwin" || platform === "win32";
	const state = attempt(() => powerMonitor.getSystemIdleState(1));
	const polled = state === "locked" ? true : desktop && (state === "active" || state === "idle") ? false : null;
	const battery = attempt(() => powerMonitor.isOnBatteryPower());
	const idle = idleReadable ? attempt(() => powerMonitor.getSystemIdleTime()) : null;
	const thermal = platform === "darwin" ? attempt(() => powerMonitor.getCurrentThermalState()) : null;
	return {
		locked: seen.lockedByEvent ?? polled,
		suspended: seen.suspended,
		// Chromium has no battery reading on Linux and says false: only a yes means something there.
		onBattery: desktop || battery === true ? battery : null,
		idleSeconds: idle !== null && idle >= 0 ? idle : null,
		thermal: thermal === "unknown" ? null : thermal,
	};
}

/**
 * Can the idle time be believed? Not where the app was made to speak X11 in a Wayland session: it then sees only the input
 * that X11 windows get, so that a busy PC looks idle. `ozone` is the value of --ozone-platform, "" when it was not given.
 */
export function readsIdle(platform: NodeJS.Platform, env: NodeJS.ProcessEnv, ozone: string): boolean {
	if (platform !== "linux") return true;
	const wayland = env.XDG_SESSION_TYPE === "wayland" || Boolean(env.WAYLAND_DISPLAY);
	return !(wayland && ozone === "x11");
}

function attempt<T>(read: () => T): T | null {
	try {
		return read();
	} catch {
		return null;
	}
}
