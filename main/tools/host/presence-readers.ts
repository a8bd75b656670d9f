// Idle time, battery and metered network on each OS, behind one shape. Which programs are asked how often is decided here.
import type { Fact } from "../../contract/facts.ts";
import type { Clock } from "../clock/clock.ts";
import type { AskProgram } from "./ask-program.ts";
import { readDarwinIdle, readDarwinPower } from "./darwin-facts.ts";
import type { HostFiles } from "./files.ts";
import { linuxIdleReader } from "./linux-idle.ts";
import { readLinuxMetered } from "./linux-metered.ts";
import { readLinuxPower } from "./linux-power.ts";
import { asFact, type Reading } from "./readings.ts";
import { remembered } from "./remembered.ts";
import { readWindowsFacts, type WindowsFacts } from "./windows-facts.ts";

interface PresenceReaders {
	idleSeconds(): Promise<Fact<number>>;
	onBattery(): Promise<Fact<boolean>>;
	metered(): Promise<Fact<boolean>>;
	idleKnown(): Promise<boolean>;
}

interface PresenceTools {
	readonly clock: Clock;
	readonly platform: NodeJS.Platform;
	readonly files: HostFiles;
	readonly ask: AskProgram;
}

/** No reading of facts waits longer than this for a program. */
const patienceMs = 80;
/** A metered network or a power cable changes seldom; below factFreshMs, so that the fact is never stale in between. */
const seldomMs = 20_000;
/** Who uses the PC has to be noticed soon. */
const oftenMs = 2_000;
/** PowerShell takes about a second of CPU: seldom, and everything at once. */
const powerShellMs = 15_000;

export function presenceReaders(tools: PresenceTools): PresenceReaders {
	if (tools.platform === "linux") return linuxReaders(tools);
	if (tools.platform === "darwin") return darwinReaders(tools);
	if (tools.platform === "win32") return windowsReaders(tools);
	const none = async () => asFact<never>({ value: null, source: "no-reader" }, tools.clock.now());
	return { idleSeconds: none, onBattery: none, metered: none, idleKnown: async () => false };
}

function linuxReaders({ clock, files, ask }: PresenceTools): PresenceReaders {
	const readIdle = linuxIdleReader({ files, ask, now: clock.now });
	let lasting = false;
	const idle = remembered<number>(
		clock,
		{ everyMs: oftenMs, patienceMs, failed: { value: null, source: "no-reader" } },
		async () => {
			const reading = await readIdle();
			lasting ||= reading.lasting;
			return reading;
		},
	);
	const metered = remembered<boolean>(clock, { everyMs: seldomMs, patienceMs, failed: noNetworkManager }, () =>
		readLinuxMetered(ask),
	);
	return {
		idleSeconds: idle,
		metered,
		async onBattery() {
			const at = clock.now();
			return asFact(await readLinuxPower(files), at);
		},
		/** Once a screen session was read it stays true; until then each call tries again, as the person may log in later. */
		async idleKnown() {
			if (!lasting) lasting = await readIdle().then((reading) => reading.lasting);
			return lasting;
		},
	};
}

const noNetworkManager: Reading<boolean> = { value: null, source: "network-manager" };

function darwinReaders({ clock, ask }: PresenceTools): PresenceReaders {
	const failed = { value: null, source: "no-reader" } as const;
	const idleSeconds = remembered<number>(clock, { everyMs: oftenMs, patienceMs, failed }, () => readDarwinIdle(ask));
	const onBattery = remembered<boolean>(clock, { everyMs: 5_000, patienceMs, failed }, () => readDarwinPower(ask));
	return {
		idleSeconds,
		onBattery,
		// macOS shows its "expensive network" flag to apps of its own frameworks only.
		metered: async () => asFact<boolean>(failed, clock.now()),
		idleKnown: () => readDarwinIdle(ask).then((reading) => reading.value !== null),
	};
}

function windowsReaders({ clock, ask }: PresenceTools): PresenceReaders {
	const failed = { value: null, source: "powershell" } as const;
	const all = remembered<WindowsFacts>(clock, { everyMs: powerShellMs, patienceMs, failed }, async () => ({
		value: await readWindowsFacts(ask),
		source: "powershell",
	}));
	/** One of the three, as old as the call that told them. */
	const one =
		<T>(pick: (facts: WindowsFacts) => Reading<T>) =>
		async (): Promise<Fact<T>> => {
			const told = await all();
			return asFact(told.known ? pick(told.value) : failed, told.at);
		};
	return {
		idleSeconds: one((facts) => facts.idleSeconds),
		onBattery: one((facts) => facts.onBattery),
		metered: one((facts) => facts.metered),
		idleKnown: async () => (await readWindowsFacts(ask)).idleSeconds.value !== null,
	};
}
