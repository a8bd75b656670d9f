// What Hearth shows and hears outside its window: tray, notifications, power events, and Stop from the tray.
import { join } from "node:path";
import type { PowerMonitor } from "electron";
import type { Say } from "../main/contract/words.ts";
import type { AgentLink } from "./agent-link.ts";
import type { Note } from "./note.ts";
import { type NotificationElectron, openNotifications } from "./notifications-open.ts";
import { noticeSetting } from "./notifications-setting.ts";
import type { WindowAddress } from "./open-target.ts";
import type { Places } from "./places.ts";
import { followPower, type PowerSource, readsIdle } from "./power.ts";
import { openTray, type TrayElectron } from "./tray/open-tray.ts";
import { quitFromTray } from "./tray/quit-from-tray.ts";
import { type StopAnywayParts, stopAnyway } from "./tray/stop-anyway.ts";
import { openStop, type StopLending } from "./tray/stop-lending.ts";
import type { TrayClock } from "./tray/tray-clock.ts";

export interface OutsideParts {
	readonly electron: TrayElectron &
		NotificationElectron & {
			readonly powerMonitor: PowerMonitor | PowerSource;
			readonly utilityProcess: StopAnywayParts["utilityProcess"];
		};
	readonly agent: AgentLink;
	readonly clock: TrayClock;
	readonly say: Say;
	readonly locale: string;
	readonly platform: NodeJS.Platform;
	readonly env: NodeJS.ProcessEnv;
	/** The value of --ozone-platform; "" when it was not given. */
	readonly ozone: string;
	readonly places: Pick<Places, "trayIcons" | "command">;
	/** Folder of the shell's own small files. */
	readonly profile: string;
	/** The agent's data directory; null: its own choice. */
	readonly dataDirectory: string | null;
	readonly windowOpen: () => boolean;
	readonly open: (address: WindowAddress) => void;
	readonly update: () => void;
	readonly quit: () => void;
	/** The PC shuts down. Not told on Windows. */
	readonly pcEnds: () => void;
	readonly note: Note;
}

export interface Outside {
	/** Whether a window is open: its pages ask what the PC looks like. */
	watched(open: boolean): void;
	close(): void;
}

/** Call when the app is ready. */
export function openOutside(parts: OutsideParts): Outside {
	const { electron, agent, clock, say, locale, platform, env, note, open } = parts;
	const news = openNotifications({
		electron,
		link: agent,
		clock,
		say,
		locale,
		wanted: () => notices.wanted(),
		windowOpen: parts.windowOpen,
		onOpen: open,
		note,
	});
	const notices = noticeSetting(join(parts.profile, "notifications.json"), note);
	const asked = openStop({
		link: agent,
		clock,
		stopAnyway: () =>
			stopAnyway({
				utilityProcess: electron.utilityProcess,
				clock,
				cliPath: parts.places.command,
				dataDirectory: parts.dataDirectory,
			}),
		onPhase: () => tray.refresh(),
	});
	const stop: StopLending = {
		phase: asked.phase,
		async stop() {
			news.stopAsked();
			const result = await asked.stop();
			news.stopEnded(result);
			return result;
		},
	};
	const tray = openTray({
		electron,
		link: agent,
		stop,
		clock,
		say,
		locale,
		platform,
		desktop: env.XDG_CURRENT_DESKTOP ?? "",
		icons: parts.places.trayIcons,
		notices,
		onOpen: open,
		onUpdate: parts.update,
		onQuit: quitFromTray({ stop, clock, quit: parts.quit }),
		note,
	});
	const power = followPower({
		powerMonitor: electron.powerMonitor as PowerSource,
		platform,
		clock,
		link: agent,
		idleReadable: readsIdle(platform, env, parts.ozone),
		send: (facts) => agent.client.shell.observe({ facts }),
		onShutdown: parts.pcEnds,
	});
	return {
		watched: power.watched,
		close() {
			power.close();
			news.close();
			tray.close();
		},
	};
}
