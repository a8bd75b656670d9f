// One thing that can start by itself at sign-in, in our words. Adapters: XDG autostart, systemd user units, launchd agents,
// the registry's Run key.
import type { StartupKind, StartupEntry as StartupLook } from "../../contract/startup.ts";

export interface StartupEntry {
	readonly kind: StartupKind;
	/** Reads only. Never throws for what it finds; an unreadable file throws "startup.failed". */
	look(): Promise<StartupLook>;
	/**
	 * Writes it and enables it, also where a person had disabled it outside: this is asked anew. Idempotent.
	 * `startNow` starts it at once where the system can. Resolves to whether it was started. Throws "startup.foreign" when
	 * something of that name is not ours, "startup.impossible", "startup.failed" (then nothing new is left).
	 */
	turnOn(startNow: boolean): Promise<boolean>;
	/**
	 * Removes all of it, the folders it made included. Idempotent. What runs goes on unless `stopNow`. Throws
	 * "startup.foreign", "startup.failed".
	 */
	turnOff(stopNow: boolean): Promise<void>;
}

/** The account and system the entries are for; injected, so that tests work on a throw-away home. */
export interface StartupPlace {
	/** Absolute. */
	readonly home: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Numeric user id; 0 where there is none. */
	readonly uid: number;
	readonly userName: string;
}

export const startupName = "Hearth";
