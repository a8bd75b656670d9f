import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { holdCodes } from "../../main/contract/decision.ts";
import { heroOf } from "../../main/contract/hero.ts";
import { agentStates } from "../../main/contract/snapshot.ts";
import type { AgentStatus } from "../agent-link.ts";
import { grantOf, jobOf, liveOf, locale, noon, say } from "./tray-fixture.ts";
import type { TrayItem } from "./tray-item.ts";
import { trayMenu } from "./tray-menu.ts";
import { anythingToStop, trayState } from "./tray-state.ts";

const reader = { say, locale };
const view = (status: AgentStatus, part = {}) => ({
	status,
	stop: "idle" as const,
	now: noon,
	linkSince: noon,
	notices: true,
	...part,
});
const menu = (status: AgentStatus, part = {}) => trayMenu(reader, view(status, part));
const text = (items: readonly TrayItem[]): string[] =>
	items.flatMap((one) =>
		one.kind === "separator"
			? ["-"]
			: "items" in one
				? [one.label, ...text(one.items).map((t) => `> ${t}`)]
				: [one.label],
	);
const actions = (items: readonly TrayItem[]): Extract<TrayItem, { command: unknown }>[] =>
	items.flatMap((one) => ("command" in one ? [one] : "items" in one ? actions(one.items) : []));
const lines = (items: readonly TrayItem[]) =>
	items.flatMap((one) => (one.kind === "line" ? [one.label] : [])).join(" ");

const off = liveOf({ state: "off", grants: [], reasons: [{ code: "hold.no-grant", args: {} }] });
const gone = (hosted: boolean, part: Partial<AgentStatus> = {}): AgentStatus => ({
	link: "gone",
	hosted,
	snapshot: liveOf().snapshot,
	...part,
});

describe("what the menu reads", () => {
	it("while work is helped along", () => {
		expect(text(menu(liveOf({ state: "lending", jobs: [jobOf()] })))).toEqual([
			"Two of your eight cores are helping photo-box.",
			"It stops by itself when somebody uses the PC, on battery",
			"or on a network that costs by use.",
			"-",
			"Stop lending",
			"Pause",
			"> 30 minutes, until 12:30",
			"> 2 hours, until 14:00",
			"> Until tomorrow 07:00",
			"How much",
			"> As allowed: 2 cores, 4 GiB",
			"> Half: 1 core, 2 GiB…",
			"> A quarter: 0.5 cores, 1 GiB…",
			"> Other amounts…",
			"-",
			"Open Hearth",
			"Tell me when something needs me",
			"Look for a newer version",
			"-",
			"Quit and stop lending",
		]);
	});
	it("while nothing is lent", () => {
		expect(text(menu(off))).toEqual([
			"Nothing is lent.",
			"This PC is all yours. Nothing runs here for anyone until",
			"you turn it on.",
			"-",
			"Stop lending",
			"Turn lending on…",
			"-",
			"Open Hearth",
			"Tell me when something needs me",
			"Look for a newer version",
			"-",
			"Quit Hearth",
		]);
		expect(actions(menu(off))[0]).toMatchObject({ command: { do: "stop" }, enabled: false });
	});
	it("while paused: the end of it, and a way out of it", () => {
		const paused = menu(liveOf({ state: "paused", pausedUntil: noon + 7_200_000 }));
		expect(lines(paused)).toContain("Paused until 14:00.");
		expect(actions(paused)[1]).toMatchObject({ label: "Lend again now", command: { do: "resume" } });
		expect(text(paused)).not.toContain("Pause");
	});
	it("while its own agent is away, says what is so and keeps Stop", () => {
		expect(lines(menu(gone(true)))).toBe(
			"Hearth is starting again. What ran here is being ended. Nothing new starts until Hearth is back.",
		);
		expect(lines(menu(gone(true), { now: noon + 60_000 }))).toMatch(/^Hearth does not start\./);
		expect(actions(menu(gone(true)))[0]).toMatchObject({ command: { do: "stop" }, enabled: true });
	});
	it("while a found agent is silent, never says that nothing is lent", () => {
		expect(lines(menu(gone(false)))).toBe("Hearth does not answer. It may still be lending. Stop works all the same.");
	});
	it("says what keeps the agent from starting", () => {
		const trouble = { code: "agent.disk-full", args: {}, actions: [] } as const;
		const full = menu(gone(true, { trouble: { ...trouble, actions: [] } }));
		expect(lines(full)).toBe("The disk is full. Free some space on the disk, then try again.");
	});
	it("shows a stop at once, and takes it back when it is not confirmed", () => {
		const asking = menu(liveOf(), { stop: "asking" });
		expect(text(asking)).toEqual(expect.arrayContaining(["Stopping.", "Stopping…"]));
		expect(actions(asking)[0]).toMatchObject({ command: { do: "stop" }, enabled: false });
		const late = menu(liveOf(), { stop: "late" });
		expect(actions(late)[0]).toMatchObject({ label: "Stop lending", enabled: true });
		expect(lines(late)).toContain("Hearth has not confirmed the stop yet. Press Stop again.");
		expect(lines(menu(liveOf(), { stop: "lost" }))).toContain("The stop did not reach Hearth.");
	});
	it("pauses until the very minute it shows", () => {
		const at = noon + 12_345;
		const pauses = actions(menu(liveOf(), { now: at })).filter((one) => one.command.do === "pause");
		expect(pauses.map((one) => [one.label, one.command.do === "pause" && one.command.until])).toEqual([
			["30 minutes, until 12:31", noon + 31 * 60_000],
			["2 hours, until 14:01", noon + 121 * 60_000],
			["Until tomorrow 07:00", new Date(2026, 10, 23, 7).getTime()],
		]);
	});
});

const statuses: fc.Arbitrary<AgentStatus> = fc
	.record({
		link: fc.constantFrom("starting", "live", "gone"),
		hosted: fc.boolean(),
		state: fc.constantFrom(...agentStates),
		codes: fc.array(fc.constantFrom(...holdCodes), { maxLength: 3 }),
		grants: fc.array(
			fc.record({ cpus: fc.double({ min: 0.1, max: 64, noNaN: true }), mib: fc.integer({ min: 16, max: 65_536 }) }),
			{ maxLength: 3 },
		),
		jobs: fc.array(fc.string({ minLength: 1, maxLength: 40 }), { maxLength: 5 }),
		until: fc.option(fc.integer({ min: -1_000_000, max: 100_000_000 })),
		seen: fc.boolean(),
		trouble: fc.constantFrom(undefined, "agent.disk-full", "agent.not-running", "agent.data-unreadable"),
	})
	.map(({ link, hosted, state, codes, grants, jobs, until, seen, trouble }) => ({
		link,
		hosted,
		snapshot:
			seen || link === "live"
				? liveOf({
						state,
						reasons: codes.map((code) => ({
							code,
							args: { minutes: 5, from: "1", to: "2", fact: "x", class: "wasm", until: noon },
						})),
						grants: grants.map((one) => grantOf(one.cpus, one.mib)),
						jobs: jobs.map(jobOf),
						until: until === null ? null : noon + until,
						pausedUntil: state === "paused" && until !== null ? noon + until : null,
					}).snapshot
				: null,
		...(trouble && link === "gone" ? { trouble: { code: trouble, args: {}, actions: [] } } : {}),
	}));
const phases = fc.constantFrom("idle", "asking", "late", "lost");

describe("whatever the status is", () => {
	const always = (check: (items: TrayItem[], status: AgentStatus, stop: string) => void) =>
		fc.assert(
			fc.property(statuses, phases, fc.integer({ min: 0, max: 10_000_000 }), (status, stop, passed) => {
				check(trayMenu(reader, { ...view(status), stop, now: noon + passed }), status, stop);
			}),
		);
	it("has Stop as its first action, to be pressed whenever there is a grant or a job", () => {
		always((items, status, stop) => {
			const [first] = actions(items);
			expect(first?.command).toEqual({ do: "stop" });
			const some = (status.snapshot?.grants.length ?? 0) + (status.snapshot?.jobs.length ?? 0) > 0;
			if (some && stop !== "asking") expect(first).toMatchObject({ enabled: true });
			if (status.link !== "live" && !status.hosted && stop !== "asking") expect(first).toMatchObject({ enabled: true });
		});
	});
	it("begins with a sentence, stays short, and never has an empty label or a bare code", () => {
		always((items) => {
			expect(items[0]?.kind).toBe("line");
			expect(items.length).toBeLessThanOrEqual(18);
			for (const label of text(items)) {
				expect(label.trim()).not.toBe("");
				expect(label).not.toMatch(/hold\.|tray\.|undefined|NaN|\{/);
			}
		});
	});
	it("cannot allow anything: what it opens is a page, what it asks for only holds back", () => {
		always((items) => {
			for (const { command } of actions(items)) {
				expect(["stop", "pause", "resume", "open", "notices", "update", "quit"]).toContain(command.do);
			}
		});
	});
	it("has Quit last, which says when it also stops lending", () => {
		always((items, status) => {
			const last = actions(items).at(-1);
			expect(last?.command).toEqual({ do: "quit", stop: anythingToStop(status) });
			expect(last?.label).toBe(anythingToStop(status) ? "Quit and stop lending" : "Quit Hearth");
		});
	});
	it("says the window's own sentence while the agent answers", () => {
		fc.assert(
			fc.property(statuses, (status) => {
				if (status.link !== "live" || !status.snapshot) return;
				const hero = heroOf(
					{
						say,
						sayKnown: (code, args, otherwise) => {
							try {
								return say(code, args);
							} catch {
								return otherwise;
							}
						},
						locale,
						now: noon,
					},
					status.snapshot,
				);
				expect(trayState(reader, view(status)).title).toBe(hero.title);
			}),
		);
	});
});

it.each([
	["off", liveOf({ state: "off", grants: [] }), "off"],
	["off, work still being ended", liveOf({ state: "off", grants: [], jobs: [jobOf()] }), "lending"],
	["ready", liveOf(), "lending"],
	["lending", liveOf({ state: "lending", jobs: [jobOf()] }), "lending"],
	["held", liveOf({ state: "held" }), "held"],
	["paused", liveOf({ state: "paused" }), "paused"],
	["problem", liveOf({ state: "problem" }), "problem"],
	["starting", { link: "starting", hosted: true, snapshot: null } as const, "held"],
	["own agent away", gone(true), "held"],
	["found agent silent", gone(false), "problem"],
])("%s has its shape", (_name, status, shape) => {
	expect(trayState(reader, view(status)).shape).toBe(shape);
});
