import { describe, expect, it } from "vitest";
import { openStop, type StopPhase } from "./stop-lending.ts";
import { fakeLink, handClock, liveOf, settle } from "./tray-fixture.ts";

const proof = (provenMs: number) => ({ body: { proof: { provenMs } } });
const over = liveOf({ state: "off", grants: [], jobs: [] });

function setUp(
	lendStop: () => Promise<unknown>,
	anyway: () => Promise<boolean> = () => Promise.reject(new Error("unasked")),
) {
	const clock = handClock();
	const asked: unknown[] = [];
	const link = fakeLink(liveOf(), {
		stop: (input) => {
			asked.push(input);
			return lendStop();
		},
	});
	const phases: StopPhase[] = [];
	const stop = openStop({ link, clock, stopAnyway: anyway, onPhase: (phase) => phases.push(phase) });
	return { clock, link, phases, stop, asked };
}
const never = () => new Promise<never>(() => undefined);

describe("stop from the tray", () => {
	it("says that it came from the tray, and how long the slowest proof took", async () => {
		const { stop, asked, phases, clock, link } = setUp(async () => ({ withdrawn: 1, stopped: [proof(40), proof(84)] }));
		const done = stop.stop();
		expect(phases).toEqual(["asking"]);
		expect(await done).toEqual({ confirmed: true, provenMs: 84 });
		expect(asked).toEqual([{ via: "tray" }]);
		expect(phases).toEqual(["asking", "idle"]);
		clock.advance(60_000);
		expect(phases).toEqual(["asking", "idle"]);
		expect(link.followers()).toBe(0);
	});

	it("goes the other way when no answer comes within 2 s", async () => {
		let other = 0;
		const { stop, clock, phases } = setUp(never, async () => {
			other++;
			return true;
		});
		const done = stop.stop();
		clock.advance(1_999);
		await settle();
		expect(other).toBe(0);
		clock.advance(1);
		expect(await done).toEqual({ confirmed: true, provenMs: null });
		expect(other).toBe(1);
		expect(phases.at(-1)).toBe("idle");
	});

	it("goes the other way at once when the agent refuses or is not there", async () => {
		const { stop } = setUp(
			() => Promise.reject(new Error("not running")),
			async () => true,
		);
		expect(await stop.stop()).toEqual({ confirmed: true, provenMs: null });
	});

	it("leaves an agent to its proof that has withdrawn already", async () => {
		let answer: (value: unknown) => void = () => undefined;
		const { stop, clock, link, phases } = setUp(() => new Promise((resolve) => (answer = resolve)));
		const done = stop.stop();
		link.become(liveOf({ state: "off", grants: [], jobs: [{}] as never }));
		clock.advance(2_500);
		await settle();
		expect(phases).toEqual(["asking"]);
		answer({ withdrawn: 1, stopped: [proof(2_600)] });
		expect(await done).toEqual({ confirmed: true, provenMs: 2_600 });
	});

	it("does not wait for such a proof for ever", async () => {
		const { stop, clock, link } = setUp(never, async () => true);
		const done = stop.stop();
		link.become(liveOf({ state: "off", grants: [], jobs: [{}] as never }));
		clock.advance(2_000);
		await settle();
		clock.advance(10_000);
		expect((await done).confirmed).toBe(true);
	});

	it("takes Stopping back after 3 s, and says lost when neither way worked", async () => {
		let failed: (value: boolean) => void = () => undefined;
		const { stop, clock, phases } = setUp(never, () => new Promise((resolve) => (failed = resolve)));
		const done = stop.stop();
		clock.advance(3_000);
		await settle();
		expect(phases).toEqual(["asking", "late"]);
		failed(false);
		expect(await done).toEqual({ confirmed: false, provenMs: null });
		expect(stop.phase()).toBe("lost");
	});

	it("believes the agent's picture before the answer, and stays so", async () => {
		const { stop, clock, link, phases } = setUp(never, async () => true);
		const done = stop.stop();
		link.become(over);
		expect(phases).toEqual(["asking", "idle"]);
		clock.advance(3_000);
		expect(phases).toEqual(["asking", "idle"]);
		await settle();
		clock.advance(60_000);
		await done;
	});

	it("asks anew at every press, and the newest decides what is shown", async () => {
		const answers: ((value: unknown) => void)[] = [];
		const { stop, asked, phases, clock } = setUp(
			() => new Promise((resolve) => answers.push(resolve)),
			() => new Promise(() => undefined),
		);
		const first = stop.stop();
		clock.advance(3_000);
		expect(phases).toEqual(["asking", "late"]);
		const second = stop.stop();
		expect(asked).toHaveLength(2);
		answers[0]?.({ withdrawn: 1, stopped: [] });
		await settle();
		expect(stop.phase()).toBe("asking");
		answers[1]?.({ withdrawn: 0, stopped: [] });
		expect(await second).toEqual({ confirmed: true, provenMs: null });
		expect(stop.phase()).toBe("idle");
		expect((await first).confirmed).toBe(true);
	});
});
