// The whole tray menu from the agent's status: a pure function, so that every state can be tried in a table.
import { amountShares, shareOf } from "../../main/contract/amount-share.ts";
import type { Amounts } from "../../main/contract/consent.ts";
import { untilWords } from "../../main/contract/formats.ts";
import { memoryWords } from "../../main/contract/grant-words.ts";
import { pauseChoices } from "../../main/contract/pause-choices.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import { menuLines } from "./menu-lines.ts";
import type { TrayItem, TrayPage } from "./tray-item.ts";
import { anythingToStop, type TrayReader, type TrayView, trayState } from "./tray-state.ts";

const separator: TrayItem = { kind: "separator" };
const minuteMs = 60_000;

export interface MenuView extends TrayView {
	/** Whether notifications are wanted. */
	readonly notices: boolean;
}

/** What the menu shows at `view.now`. Commands carry all they need; pauses end at the very minute their label says. */
export function trayMenu(reader: TrayReader, view: MenuView): TrayItem[] {
	const { say, locale } = reader;
	const { title, why } = trayState(reader, view);
	const lines = [...menuLines(title, locale), ...menuLines(why, locale)];
	return [
		...lines.map((label): TrayItem => ({ kind: "line", label })),
		separator,
		stopItem(reader, view),
		...lendingItems(reader, view),
		separator,
		{ kind: "action", label: say("tray.open"), enabled: true, command: { do: "open", page: "#/lending" } },
		{ kind: "tick", label: say("tray.notices"), checked: view.notices, command: { do: "notices", on: !view.notices } },
		{ kind: "action", label: say("update.look"), enabled: true, command: { do: "update" } },
		separator,
		quitItem(reader, view),
	];
}

function stopItem({ say }: TrayReader, { status, stop }: MenuView): TrayItem {
	const asking = stop === "asking";
	return {
		kind: "action",
		label: say(asking ? "window.stopping" : "window.stop"),
		enabled: !asking && anythingToStop(status),
		command: { do: "stop" },
	};
}

/** What can be done about lending besides stopping it; only an agent that answers can do it. */
function lendingItems(reader: TrayReader, { status, stop, now }: MenuView): TrayItem[] {
	const { snapshot } = status;
	if (status.link !== "live" || !snapshot || stop === "asking") return [];
	const { say } = reader;
	if (snapshot.grants.length === 0) {
		return snapshot.jobs.length > 0 ? [] : [opening(say("tray.turn-on"), "#/allow")];
	}
	const pausing: TrayItem =
		snapshot.pausedUntil !== null && snapshot.pausedUntil > now
			? { kind: "action", label: say("window.resume"), enabled: true, command: { do: "resume" } }
			: { kind: "submenu", label: say("window.pause"), items: pauseItems(reader, now) };
	return [pausing, { kind: "submenu", label: say("tray.amounts"), items: amountItems(reader, snapshot) }];
}

/** The window shows the choices beside the word Pause and needs no time in them; a menu entry stands alone. */
const pauseWords: Readonly<Record<string, string>> = {
	"window.pause-30min": "tray.pause-30min",
	"window.pause-2h": "tray.pause-2h",
	"window.pause-tomorrow": "tray.pause-tomorrow",
};

function pauseItems({ say, locale }: TrayReader, now: number): TrayItem[] {
	return pauseChoices(now).map(({ code, until: exactly }) => {
		// Up to the full minute, so that the label and what happens are the same moment.
		const until = Math.ceil(exactly / minuteMs) * minuteMs;
		const label = say(pauseWords[code] ?? code, { at: untilWords(locale, until, now) });
		return { kind: "action", label, enabled: true, command: { do: "pause", until } };
	});
}

/**
 * Every other amount is a new consent, and a consent keeps the words the person read. The tray shows no such words, so each
 * choice, a narrower one too, opens the page that does, filled in. Pause and Stop are what helps at once.
 */
function amountItems(reader: TrayReader, { grants }: Snapshot): TrayItem[] {
	const { say } = reader;
	const [grant, ...others] = grants;
	const items: TrayItem[] = [];
	if (grant && others.length === 0) {
		const label = say("tray.amounts.now", amountArgs(reader, grant.amounts));
		items.push({ kind: "tick", label, checked: true, command: { do: "open", page: "#/allow" } });
		const seen = [grant.amounts];
		for (const share of amountShares) {
			const less = shareOf(grant.amounts, share);
			if (seen.some((one) => one.cpus === less.cpus && one.memoryMiB === less.memoryMiB)) continue;
			seen.push(less);
			items.push(opening(say(`tray.amounts.${share}`, amountArgs(reader, less)), `#/allow/${share}`));
		}
	}
	return [...items, opening(say("tray.amounts.other"), "#/allow")];
}

const amountArgs = ({ say }: TrayReader, { cpus, memoryMiB }: Amounts) => ({
	cores: say("capsule.cores", { n: cpus }),
	memory: memoryWords(say, memoryMiB),
});

const opening = (label: string, page: TrayPage): TrayItem => ({
	kind: "action",
	label,
	enabled: true,
	command: { do: "open", page },
});

function quitItem({ say }: TrayReader, { status }: MenuView): TrayItem {
	const stop = anythingToStop(status);
	return {
		kind: "action",
		label: say(stop ? "tray.quit-lending" : "tray.quit"),
		enabled: true,
		command: { do: "quit", stop },
	};
}
