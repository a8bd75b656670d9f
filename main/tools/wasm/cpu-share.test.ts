import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fakeClock } from "../clock/fake.ts";
import { newCpuShare } from "./cpu-share.ts";

function watched() {
	const clock = fakeClock();
	const sent: string[] = [];
	let running = true;
	let ranMs = 0;
	const share = newCpuShare(clock, (name) => {
		sent.push(name);
		running = name === "SIGCONT";
	});
	const pass = (ms: number) => {
		for (let i = 0; i < ms; i++) {
			if (running) ranMs++;
			clock.advance(1);
		}
	};
	return { share, sent, pass, running: () => running, ranMs: () => ranMs };
}

describe("newCpuShare", () => {
	it("runs for the share of each period", () => {
		fc.assert(
			fc.property(fc.integer({ min: 2, max: 19 }), (twentieths) => {
				const { share, pass, ranMs } = watched();
				share.setCores(twentieths / 20);
				pass(1_000);
				expect(Math.abs(ranMs() - twentieths * 50)).toBeLessThanOrEqual(10);
			}),
		);
	});

	it("leaves a job with a whole core alone", () => {
		const { share, sent, pass } = watched();
		share.setCores(1);
		share.setCores(4);
		pass(500);
		expect(sent).toEqual([]);
	});

	it("never runs while frozen, whatever else is asked", () => {
		const step = fc.oneof(
			fc.constant({ cores: null }),
			fc.record({ cores: fc.integer({ min: 1, max: 40 }).map((n) => n / 20) }),
		);
		fc.assert(
			fc.property(fc.array(fc.tuple(step, fc.nat(120)), { maxLength: 10 }), (steps) => {
				const { share, pass, running } = watched();
				share.setCores(0.3);
				pass(37);
				share.freeze();
				for (const [{ cores }, ms] of steps) {
					if (cores === null) share.freeze();
					else share.setCores(cores);
					expect(running()).toBe(false);
					pass(ms);
					expect(running()).toBe(false);
				}
				share.setCores(1);
				share.thaw();
				expect(running()).toBe(true);
			}),
		);
	});

	it("sends nothing after its end", () => {
		const { share, sent, pass } = watched();
		share.setCores(0.5);
		share.end();
		const before = sent.length;
		share.freeze();
		share.thaw();
		pass(500);
		expect(sent).toHaveLength(before);
	});
});
