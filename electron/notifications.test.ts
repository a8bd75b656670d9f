import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import en from "../assets/words/en.json" with { type: "json" };
import { holdCodes } from "../main/contract/decision.ts";
import { agentStates } from "../main/contract/snapshot.ts";
import type { AgentStatus } from "./agent-link.ts";
import { strict } from "./double/strict.ts";
import { noticeCodes, noticeOf, noticeOfStop } from "./notifications.ts";
import { type NotificationElectron, openNotifications } from "./notifications-open.ts";
import { noticeSetting } from "./notifications-setting.ts";
import { fakeLink, grantOf, handClock, liveOf, locale, noon, say } from "./tray/tray-fixture.ts";

const off = liveOf({ state: "off", grants: [], reasons: [{ code: "hold.no-grant", args: {} }] });
const expired = liveOf({ state: "held", reasons: [{ code: "hold.expired", args: {} }] });
const problem = liveOf({ state: "problem", reasons: [{ code: "hold.ledger-broken", args: {} }] });
const trouble: AgentStatus = {
	link: "gone",
	hosted: true,
	snapshot: null,
	trouble: { code: "agent.disk-full", args: {}, actions: [] },
};
const starting: AgentStatus = { link: "starting", hosted: true, snapshot: null };
const away = { windowOpen: false, stoppedHere: false };

describe("what is worth a notification", () => {
	it.each([
		["the time is over", liveOf(), expired, "expired"],
		[
			"asked again",
			liveOf(),
			liveOf({ state: "held", reasons: [{ code: "hold.asked-again", args: {} }] }),
			"asked-again",
		],
		["a problem", liveOf(), problem, "problem"],
		["a problem while nothing was lent", off, problem, "problem"],
		["no start", starting, trouble, "does-not-start"],
		["stopped by another door", liveOf(), off, "stopped-elsewhere"],
		["the agent answers again, as before", { ...liveOf(), link: "gone" as const }, liveOf(), null],
		["over while it was away", { ...liveOf(), link: "gone" as const }, expired, "expired"],
		["held", liveOf(), liveOf({ state: "held", reasons: [{ code: "hold.in-use", args: {} }] }), null],
		["turned on", off, liveOf(), null],
		["work began", liveOf(), liveOf({ state: "lending" }), null],
		["still a problem", problem, problem, null],
		["the agent went away", liveOf(), { ...liveOf(), link: "gone" as const }, null],
		["a grant that ran out is no stop", liveOf({ grants: [grantOf(1, 512, noon)] }), off, null],
		["the first picture", starting, problem, null],
	])("%s", (_name, before, after, code) => {
		expect(noticeOf(before, after, away)?.code ?? null).toBe(code);
		expect(noticeOf(before, after, { ...away, windowOpen: true })).toBeNull();
	});

	it("is no news when the stop was asked for here", () => {
		expect(noticeOf(liveOf(), off, { ...away, stoppedHere: true })).toBeNull();
	});

	it("keeps the promise of a stop pressed in the tray", () => {
		expect(noticeOfStop({ confirmed: true, provenMs: 84 }, false)).toMatchObject({ code: "stopped", provenMs: 84 });
		expect(noticeOfStop({ confirmed: true, provenMs: null }, false)?.code).toBe("stopped-idle");
		expect(noticeOfStop({ confirmed: false, provenMs: null }, false)?.code).toBe("stop-unsure");
		expect(noticeOfStop({ confirmed: false, provenMs: null }, true)).toBeNull();
	});

	it("comes from a closed list with words for each, and no other words wait for one", () => {
		const words = Object.keys(en).filter((code) => code.startsWith("notify."));
		expect(words.sort()).toEqual(noticeCodes.flatMap((code) => [`notify.${code}`, `notify.${code}.body`]).sort());
	});

	it("never asks anybody to lend", () => {
		for (const code of noticeCodes) {
			const text = `${say(`notify.${code}`)} ${say(`notify.${code}.body`, { took: "84 ms" })}`;
			expect(text).not.toMatch(/[!]|please|help|miss|why not|again today|turn (it )?on now|streak/i);
		}
	});

	it("is silent between two pictures that say the same, and while nothing answers", () => {
		const pictures = fc
			.record({
				state: fc.constantFrom(...agentStates),
				code: fc.constantFrom(...holdCodes),
				granted: fc.boolean(),
				link: fc.constantFrom("live", "gone", "starting"),
			})
			.map(({ state, code, granted, link }): AgentStatus => {
				const grants = granted ? [grantOf()] : [];
				return { ...liveOf({ state, grants, reasons: [{ code, args: {} }] }), link };
			});
		fc.assert(
			fc.property(pictures, pictures, (before, after) => {
				expect(noticeOf(after, after, away)).toBeNull();
				if (after.link !== "live") expect(noticeOf(before, after, away)).toBeNull();
				const told = noticeOf(before, after, away);
				if (told) expect(noticeCodes).toContain(told.code);
			}),
		);
	});
});

function setUp(first: AgentStatus = liveOf(), supported = true) {
	const clock = handClock();
	const link = fakeLink(first);
	const shown: string[] = [];
	const opened: string[] = [];
	const clicks: (() => void)[] = [];
	const state = { wanted: true, open: false };
	class Notification {
		readonly title: string;
		constructor({ title, body }: { title?: string; body?: string }) {
			this.title = `${title} | ${body}`;
		}
		static isSupported = () => supported;
		on(_event: "click", listener: () => void) {
			clicks.push(listener);
		}
		show() {
			shown.push(this.title);
		}
	}
	const notifications = openNotifications({
		electron: strict("electron", { Notification }) as NotificationElectron,
		link,
		clock,
		say,
		locale,
		wanted: () => state.wanted,
		windowOpen: () => state.open,
		onOpen: (page) => opened.push(page),
		note: () => undefined,
	});
	return { clock, link, shown, opened, clicks, state, notifications };
}

describe("notifications", () => {
	it("say what happened, and a click opens the page that helps", () => {
		const { link, shown, clicks, opened } = setUp();
		link.become(expired);
		expect(shown).toEqual([
			"The time you allowed is over | Nothing is lent now. Open Hearth if you want to allow it again.",
		]);
		clicks[0]?.();
		expect(opened).toEqual(["#/allow"]);
	});
	it("say the proof of a stop, and nothing of the same stop as news from elsewhere", () => {
		const { link, shown, notifications } = setUp();
		notifications.stopAsked();
		link.become(liveOf());
		link.become(off);
		notifications.stopEnded({ confirmed: true, provenMs: 84 });
		expect(shown).toEqual(["Lending has stopped | Nothing of it is left on this PC. Proven in 84 ms."]);
		link.become(liveOf());
		link.become(off);
		expect(shown).toHaveLength(2);
		expect(shown[1]).toMatch(/^Lending is off now/);
	});
	it("are off when switched off, while the window is open, and where the system has none", () => {
		const one = setUp();
		one.state.wanted = false;
		one.link.become(problem);
		const other = setUp();
		other.state.open = true;
		other.link.become(problem);
		const third = setUp(liveOf(), false);
		third.link.become(problem);
		expect([one.shown, other.shown, third.shown]).toEqual([[], [], []]);
	});
	it("are few: the same at most once an hour, and at most four an hour of all", () => {
		const { link, shown, clock } = setUp();
		for (let i = 0; i < 10; i++) {
			link.become(problem);
			link.become(expired);
			link.become(liveOf());
			link.become(off);
			link.become(trouble);
			link.become(liveOf());
			link.become(liveOf({ state: "held", reasons: [{ code: "hold.asked-again", args: {} }] }));
			link.become(liveOf());
			clock.advance(60_000);
		}
		expect(shown.length).toBe(4);
		clock.advance(60 * 60_000);
		link.become(problem);
		expect(shown.length).toBe(5);
	});
	it("end with the shell", () => {
		const { link, notifications } = setUp();
		notifications.close();
		expect(link.followers()).toBe(0);
	});
});

describe("the choice about them", () => {
	it("is on at first, is kept, and a broken file never makes it louder", () => {
		const folder = mkdtempSync(join(tmpdir(), "hearth-notices-"));
		try {
			const path = join(folder, "notifications.json");
			const notes: string[] = [];
			const open = () => noticeSetting(path, (line) => notes.push(line));
			expect(open().wanted()).toBe(true);
			open().want(false);
			expect(open().wanted()).toBe(false);
			expect(JSON.parse(readFileSync(path, "utf8"))).toEqual({ notifications: false });
			open().want(true);
			expect(open().wanted()).toBe(true);
			writeFileSync(path, "{");
			expect(open().wanted()).toBe(false);
			expect(notes).toEqual([]);
			const nowhere = noticeSetting(join(folder, "no", "such"), (line) => notes.push(line));
			nowhere.want(false);
			expect(nowhere.wanted()).toBe(false);
			expect(notes).toHaveLength(1);
		} finally {
			rmSync(folder, { recursive: true });
		}
	});
});
