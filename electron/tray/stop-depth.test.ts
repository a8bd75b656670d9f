// From the tray, Stop is two presses from anywhere: open the menu, press. Nothing there allows lending by itself, so
// starting always takes more.
import { describe, expect, it } from "vitest";
import { contract } from "../../main/contract/calls.ts";
import { agentStates } from "../../main/contract/snapshot.ts";
import { jobOf, liveOf, locale, noon, say } from "./tray-fixture.ts";
import type { TrayItem } from "./tray-item.ts";
import { trayMenu } from "./tray-menu.ts";

type Action = Extract<TrayItem, { command: unknown }>;
/** Every action with the presses that reach it, the one that opens the menu included. */
const reached = (items: readonly TrayItem[], presses = 1): { action: Action; presses: number }[] =>
	items.flatMap((one) =>
		"command" in one ? [{ action: one, presses: presses + 1 }] : "items" in one ? reached(one.items, presses + 1) : [],
	);
const menuIn = (state: (typeof agentStates)[number]) => {
	const status = liveOf({ state, jobs: [jobOf()], pausedUntil: state === "paused" ? noon + 3_600_000 : null });
	return reached(trayMenu({ say, locale }, { status, stop: "idle", now: noon, linkSince: noon, notices: true }));
};

describe.each(agentStates)("%s", (state) => {
	it("is stopped with two presses", () => {
		const stops = menuIn(state).filter(({ action }) => action.command.do === "stop");
		expect(stops).toHaveLength(1);
		expect(stops[0]).toMatchObject({ presses: 2, action: { enabled: true } });
	});
	it("is never begun from the tray: nothing there allows anything", () => {
		for (const { action } of menuIn(state)) expect(action.command.do).not.toMatch(/lend|allow|grant|consent/);
	});
});

it("is a wall, not a habit: no door takes a yes from the tray", () => {
	const via = contract.lend.on["~orpc"].inputSchema?.shape.via;
	expect(via?.safeParse("window").success).toBe(true);
	expect(via?.safeParse("tray").success).toBe(false);
});
