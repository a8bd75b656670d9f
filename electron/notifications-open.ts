// Shows notifications through the system: only those of the closed list, only while wanted, and few.
import type { NotificationConstructorOptions } from "electron";
import { durationWords } from "../main/contract/formats.ts";
import type { Say } from "../main/contract/words.ts";
import type { AgentLink, AgentStatus } from "./agent-link.ts";
import type { Note } from "./note.ts";
import { type Notice, type NoticeCode, noticeOf, noticeOfStop } from "./notifications.ts";
import type { StopResult } from "./tray/stop-lending.ts";
import type { TrayClock } from "./tray/tray-clock.ts";

interface Shown {
	on(event: "click", listener: () => void): unknown;
	show(): void;
}

export interface NotificationElectron {
	readonly Notification: {
		new (options: NotificationConstructorOptions): Shown;
		isSupported(): boolean;
	};
}

export interface NotificationParts {
	readonly electron: NotificationElectron;
	readonly link: Pick<AgentLink, "status" | "onStatus">;
	readonly clock: Pick<TrayClock, "now">;
	readonly say: Say;
	readonly locale: string;
	readonly wanted: () => boolean;
	readonly windowOpen: () => boolean;
	readonly onOpen: (page: Notice["page"]) => void;
	readonly note: Note;
}

export interface OpenedNotifications {
	/** A stop was asked for in this shell: what it leads to is no news from elsewhere. */
	stopAsked(): void;
	stopEnded(result: StopResult): void;
	close(): void;
}

/** The same thing is told again no sooner than this. */
const sameAgainMs = 60 * 60_000;
/** An answer to a press is always due, but not to every one of a row of presses. */
const answerAgainMs = 10_000;
const answers: ReadonlySet<NoticeCode> = new Set(["stopped", "stopped-idle", "stop-unsure"]);
/** However much happens, no more than so many of the others in an hour. */
const mostInAnHour = 4;

export function openNotifications(parts: NotificationParts): OpenedNotifications {
	const { electron, link, clock, say, note } = parts;
	const lastAt = new Map<NoticeCode, number>();
	let recent: number[] = [];
	let before: AgentStatus = link.status();
	let stoppedHere = false;
	/** Shown ones are kept: one that is collected as garbage loses its click (Electron, "Notification"). */
	const kept = new Set<Shown>();

	const allowed = (code: NoticeCode): boolean => {
		const now = clock.now();
		const again = answers.has(code) ? answerAgainMs : sameAgainMs;
		if (now - (lastAt.get(code) ?? Number.NEGATIVE_INFINITY) < again) return false;
		if (!answers.has(code)) {
			recent = recent.filter((at) => now - at < 60 * 60_000);
			if (recent.length >= mostInAnHour) return false;
			recent.push(now);
		}
		lastAt.set(code, now);
		return true;
	};

	const tell = (notice: Notice | null) => {
		if (!notice || !parts.wanted()) return;
		try {
			if (!electron.Notification.isSupported() || !allowed(notice.code)) return;
			const took = notice.provenMs === undefined ? "" : durationWords(parts.locale, notice.provenMs);
			const shown = new electron.Notification({
				title: say(`notify.${notice.code}`),
				body: say(`notify.${notice.code}.body`, { took }),
				silent: true,
			});
			shown.on("click", () => {
				kept.delete(shown);
				parts.onOpen(notice.page);
			});
			kept.add(shown);
			shown.show();
		} catch (error) {
			note(`no notification: ${error instanceof Error ? error.message : error}`);
		}
	};

	const look = (status: AgentStatus) => {
		const on = (one: AgentStatus) => (one.snapshot?.grants.length ?? 0) > 0;
		// Pictures from before the stop may still come: only lending that was off since begins anew.
		if (on(status) && !on(before)) stoppedHere = false;
		const notice = noticeOf(before, status, { windowOpen: parts.windowOpen(), stoppedHere });
		before = status;
		tell(notice);
	};
	const unfollow = link.onStatus(look);

	return {
		stopAsked() {
			stoppedHere = true;
		},
		stopEnded: (result) => tell(noticeOfStop(result, parts.windowOpen())),
		close() {
			unfollow();
			kept.clear();
		},
	};
}
