import { describe, expect, it } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { holdCodes } from "./decision.ts";
import { countWords, heroOf } from "./hero.ts";
import { agentStates, type Snapshot } from "./snapshot.ts";
import { speaker } from "./words.ts";

const say = speaker(en, "en");
const now = new Date(2026, 10, 22, 12, 0).getTime();
const reader = {
	say,
	sayKnown: (code: string, args: Record<string, string | number>, otherwise: string) =>
		code in en ? say(code, args) : otherwise,
	locale: "en-GB",
	now,
};
const grant = (cpus: number) => ({
	amounts: { cpus, memoryMiB: 4096, scratchMiB: 1024 },
	conditions: { when: "idle", onBattery: false, onMetered: true, hours: null, quietHours: null },
});
const picture = (part: Partial<Snapshot>, cpus = 2) =>
	({
		state: "ready",
		reasons: [],
		until: null,
		pausedUntil: null,
		grants: [grant(cpus)],
		budget: null,
		capacity: { cpus: 8, memoryMiB: 16_384, freeDiskMiB: 1000 },
		jobs: [],
		requesters: [{ name: "this-pc" }, { name: "photo-box" }],
		...part,
	}) as unknown as Snapshot;
const lendingTo = (...names: string[]) =>
	picture({ state: "lending", jobs: names.map((requesterName) => ({ requesterName })) as never });

describe("the sentence", () => {
	it("counts in words and names who is helped", () => {
		expect(heroOf(reader, lendingTo("Linden home")).title).toBe("Two of your eight cores are helping Linden home.");
		expect(heroOf(reader, lendingTo("this-pc")).title).toBe("Two of your eight cores are helping you.");
		expect(heroOf(reader, lendingTo("a", "b", "c", "d")).title).toBe(
			"Two of your eight cores are helping a, b and 2 others.",
		);
	});
	it("speaks of one, of half, of both and of all", () => {
		const title = (cpus: number, all: number) =>
			heroOf(reader, picture({ capacity: { cpus: all, memoryMiB: 1, freeDiskMiB: 1 } }, cpus)).title;
		expect(title(1, 8)).toBe("One of your eight cores is ready to help.");
		expect(title(1.5, 16)).toBe("1.5 of your 16 cores are ready to help.");
		expect(title(2, 2)).toBe("Both your cores are ready to help.");
		expect(title(1, 1)).toBe("Your one core is ready to help.");
		expect(title(99, 8)).toBe("All your 8 cores are ready to help.");
	});
	it("says when it ends by itself", () => {
		const budget = { allowances: [{ amounts: grant(2).amounts, until: new Date(2026, 10, 22, 22).getTime() }] };
		expect(heroOf(reader, picture({ budget: budget as never })).why).toBe(
			"It stops by itself when somebody uses the PC, on battery or at 22:00. You can stop it now; nothing of yours is touched.",
		);
	});
	it("never says lent while nothing is", () => {
		for (const state of ["off", "held", "paused", "problem"] as const) {
			const hero = heroOf(reader, picture({ state, reasons: [{ code: "hold.in-use", args: { minutes: 5 } }] }));
			expect(hero.tone).not.toBe("ember");
			expect(hero.title).not.toMatch(/helping|ready/);
		}
	});
	it("says stopping, not that nothing is lent, while work is still being ended", () => {
		const jobs = [{ requesterName: "photo-box" }] as never;
		expect(heroOf(reader, picture({ state: "off", grants: [], jobs })).title).toBe("Stopping.");
		expect(heroOf(reader, picture({ state: "off", grants: [], jobs: [] })).title).toBe("Nothing is lent.");
	});
	it("does not say that nothing is lent while a job runs on without the pool", () => {
		const away = { state: "held", reasons: [{ code: "hold.pool-away", args: {} }] } as const;
		expect(heroOf(reader, picture({ ...away, reasons: [...away.reasons] })).title).toMatch(/Nothing is lent/);
		const jobs = [{ requesterName: "photo-box" }] as never;
		const busy = heroOf(reader, picture({ ...away, reasons: [...away.reasons], jobs }));
		expect(busy.title).not.toMatch(/Nothing is lent/);
		expect(busy.why).toMatch(/within 20 seconds/);
	});
	it("shows until when a pause lasts", () => {
		const pausedUntil = new Date(2026, 10, 23, 6).getTime();
		expect(heroOf(reader, picture({ state: "paused", pausedUntil })).title).toBe("Paused until tomorrow 06:00.");
	});
});

describe("every state with every reason", () => {
	const args = { minutes: 5, from: "22:00", to: "07:00", fact: "metered", class: "wasm", until: now, requester: "x" };
	it.each(agentStates)("%s has a sentence and a line", (state) => {
		for (const code of holdCodes) {
			const hero = heroOf(reader, picture({ state, reasons: [{ code, args }] }));
			expect(hero.title).toMatch(/\.$/);
			expect(hero.why.length).toBeGreaterThan(10);
			expect(`${hero.title} ${hero.why}`).not.toMatch(/hold\.|undefined|\{/);
		}
	});
});

it("writes small whole numbers as words", () => {
	expect([0, 1, 12, 13, 2.5].map((n) => countWords(say, "en-GB", n))).toEqual(["no", "one", "twelve", "13", "2.5"]);
});
