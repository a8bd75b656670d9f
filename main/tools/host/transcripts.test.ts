// Readers of other systems, against recorded output of their programs.
import { expect, test } from "vitest";
import { parseHidIdleTime, parsePmset } from "./darwin-facts.ts";
import { parseMetered } from "./linux-metered.ts";
import { parseWindowsFacts } from "./windows-facts.ts";

test("pmset -g batt", () => {
	const battery = `Now drawing from 'Battery Power'
 -InternalBattery-0 (id=4653155)\t87%; discharging; 5:41 remaining present: true
`;
	const mains = `Now drawing from 'AC Power'
 -InternalBattery-0 (id=4653155)\t100%; charged; 0:00 remaining present: true
`;
	expect(parsePmset(battery)).toBe(true);
	expect(parsePmset(mains)).toBe(false);
	expect(parsePmset("Now drawing from 'AC Power'\n")).toBe(false);
	expect(parsePmset("Now drawing from 'UPS Power'\n -Back-UPS (id=1)\t99%; discharging")).toBe(true);
	expect(parsePmset("pmset: error")).toBeNull();
	expect(parsePmset(null)).toBeNull();
});

test("ioreg -c IOHIDSystem: the newest input of several devices", () => {
	const said = `    | |   "HIDIdleTime" = 71459583
    | |     "HIDIdleTime" = 305000000000
`;
	expect(parseHidIdleTime(said)).toBeCloseTo(0.071);
	expect(parseHidIdleTime("+-o Root")).toBeNull();
	expect(parseHidIdleTime(null)).toBeNull();
});

test("PowerShell's one line; each odd field is unknown by itself", () => {
	const said = parseWindowsFacts('{"line":"Offline","idleMs":125000,"cost":"Variable"}\r\n');
	expect(said.onBattery.value).toBe(true);
	expect(said.idleSeconds.value).toBe(125);
	expect(said.metered.value).toBe(true);
	const odd = parseWindowsFacts('{"line":"Unknown","idleMs":-1,"cost":null}');
	expect([odd.onBattery.value, odd.idleSeconds.value, odd.metered.value]).toEqual([null, null, null]);
	const mixed = parseWindowsFacts('{"line":"Online","cost":"Unrestricted"}');
	expect([mixed.onBattery.value, mixed.idleSeconds.value, mixed.metered.value]).toEqual([false, null, false]);
	for (const bad of [null, "", "[]", "null", "not json"]) expect(parseWindowsFacts(bad).onBattery.value).toBeNull();
});

test("busctl get-property ... Metered: guesses count as what they guess", () => {
	expect(["u 0\n", "u 1\n", "u 2\n", "u 3\n", "u 4\n"].map(parseMetered)).toEqual([null, true, false, true, false]);
	expect([null, "", "s yes", "u 9"].map(parseMetered)).toEqual([null, null, null, null]);
});
