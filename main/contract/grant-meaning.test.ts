// What a yes means is what its words say. These are the words of the meaning that counts today, kept a second time:
// whoever changes one decides here whether old grants still mean it. Where one now allows more or something else, raise
// grantMeaning, and every older grant holds until it is asked again.
import { expect, test } from "vitest";
import { z } from "zod";
import en from "../../assets/words/en.json" with { type: "json" };
import { conditionsSchema, grantDraftSchema, grantMeaning } from "./consent.ts";
import { jobClasses } from "./job.ts";

test("the words of a yes and its meaning change together", () => {
	expect(grantMeaning).toBe(1);
	expect(Object.fromEntries(Object.entries(en).filter(([code]) => code.startsWith("grant.")))).toEqual({
		"grant.battery.no": "not on battery",
		"grant.battery.yes": "also on battery",
		"grant.class.container": "containers",
		"grant.class.gpu": "graphics card work",
		"grant.class.wasm": "small programs",
		"grant.hours": "from {from} to {to}",
		"grant.metered.no": "not on a metered network",
		"grant.metered.yes": "also on a metered network",
		"grant.quiet": "never from {from} to {to}",
		"grant.sentence":
			"{who} may run {what} on this PC with up to {cpus, plural, one {# core} other {# cores}}, {memory} of memory and {scratch} of scratch disk. It runs {limits}. This ends by itself after {days, plural, one {# day} other {# days}}, or as soon as you stop it.",
		"grant.when.any-time": "also while somebody uses the PC",
		"grant.when.idle": "only while nobody uses the PC",
	});
});

test("a switch more or less is another meaning too", () => {
	expect(grantMeaning).toBe(1);
	expect(jobClasses).toEqual(["wasm", "container", "gpu"]);
	expect(Object.keys(grantDraftSchema.shape)).toEqual(["classes", "amounts", "conditions", "requesters", "days"]);
	expect(Object.keys(conditionsSchema.shape)).toEqual(["when", "hours", "quietHours", "onBattery", "onMetered"]);
});

test("nothing in it has a default that says yes, or any default", () => {
	const schema = JSON.stringify(z.toJSONSchema(grantDraftSchema));
	expect(schema).not.toContain('"default"');
	for (const key of Object.keys(grantDraftSchema.shape)) {
		const { [key]: _, ...rest } = aDraft;
		expect(grantDraftSchema.safeParse(aDraft).success).toBe(true);
		expect(grantDraftSchema.safeParse(rest).success, key).toBe(false);
	}
});

const aDraft: Record<string, unknown> = {
	classes: ["wasm"],
	amounts: { cpus: 1, memoryMiB: 64, scratchMiB: 1 },
	conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
	requesters: [],
	days: 1,
};
