// What every host must hold, real or fake. Run by the tests beside each.
import { expect, test } from "vitest";
import { factsSchema } from "../../contract/facts.ts";
import type { Clock } from "../clock/clock.ts";
import type { Host } from "./host.ts";

/** Facts that only the desktop shell can tell are not read here. */
const hostFactsSchema = factsSchema.omit({ locked: true, suspended: true, thermal: true });

export function hostContract(name: string, open: () => { host: Host; clock: Clock }): void {
	const nothing = { cpuSeconds: 0, memoryMiB: 0 };

	test(`${name}: capacity is something a job could get`, async () => {
		const { cpus, memoryMiB } = await open().host.capacity();
		expect(cpus).toBeGreaterThanOrEqual(0.1);
		expect(memoryMiB).toBeGreaterThan(16);
		expect(Number.isInteger(memoryMiB)).toBe(true);
	});

	test(`${name}: every reading fits the schema, is dated by the clock and names its source`, async () => {
		const { host, clock } = open();
		const before = clock.now();
		const facts = hostFactsSchema.parse(await host.read(nothing));
		for (const fact of Object.values(facts)) {
			expect(fact.at).toBeGreaterThanOrEqual(before);
			expect(fact.at).toBeLessThanOrEqual(clock.now());
			expect(fact.source).toMatch(/^[a-z-]+$/);
		}
	});

	test(`${name}: many readings at once answer, none throws`, async () => {
		const { host } = open();
		const all = await Promise.all(Array.from({ length: 20 }, () => host.read(nothing)));
		expect(all.map((facts) => hostFactsSchema.safeParse(facts).success)).toEqual(Array(20).fill(true));
	});

	test(`${name}: more of our own load never raises the others' memory`, async () => {
		const { host } = open();
		const all = (await host.read(nothing)).othersMemoryMiB;
		const less = (await host.read({ cpuSeconds: 0, memoryMiB: 1_000_000 })).othersMemoryMiB;
		if (all.known && less.known) expect(less.value).toBeLessThanOrEqual(all.value);
	});

	test(`${name}: whether idle time can be read is one steady answer`, async () => {
		const { host } = open();
		const first = await host.idleKnown();
		expect(typeof first).toBe("boolean");
		expect(await host.idleKnown()).toBe(first);
	});
}
