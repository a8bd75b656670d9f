import { expect, test } from "vitest";
import { fakeClock } from "../clock/fake.ts";
import { hostContract } from "./contract-suite.ts";
import { fakeHost } from "./fake.ts";

hostContract("fake host", () => {
	const clock = fakeClock();
	return { host: fakeHost(clock), clock };
});

test("facts can be set, made unknown, and left to grow old", async () => {
	const clock = fakeClock(1000);
	const host = fakeHost(clock);
	host.set({ onBattery: true, idleSeconds: null });
	const facts = await host.read({ cpuSeconds: 1, memoryMiB: 2 });
	expect(facts.onBattery).toMatchObject({ known: true, value: true, at: 1000 });
	expect(facts.idleSeconds.known).toBe(false);
	host.stall(true);
	clock.advance(31_000);
	expect((await host.read({ cpuSeconds: 0, memoryMiB: 0 })).onBattery.at).toBe(1000);
	expect(host.reads).toHaveLength(2);
});
