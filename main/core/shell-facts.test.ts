import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { HostFacts, ShellFacts } from "../contract/facts.ts";
import { factFreshMs } from "../contract/facts.ts";
import { anInstant, bestFacts, decideInputs, factsAt, lendingInputs } from "./arbitraries.ts";
import { type DecideInput, decide } from "./decide.ts";
import { hearShell, mergeShellFacts, noShell, type ShellMemory, shownFacts } from "./shell-facts.ts";

const shellFacts: fc.Arbitrary<ShellFacts> = fc.record({
	locked: fc.option(fc.boolean()),
	suspended: fc.option(fc.boolean()),
	onBattery: fc.option(fc.boolean()),
	idleSeconds: fc.option(fc.integer({ min: 0, max: 900 })),
	thermal: fc.option(fc.constantFrom("nominal", "fair", "serious", "critical")),
});
const silent: ShellFacts = { locked: null, suspended: null, onBattery: null, idleSeconds: null, thermal: null };
const well: ShellFacts = {
	locked: false,
	suspended: false,
	onBattery: false,
	idleSeconds: 100_000,
	thermal: "nominal",
};
/** What some shell said up to `now`, `agoMs` before it at the latest. */
const memoryOf = (words: readonly (ShellFacts | null)[], at: number) =>
	words.reduce<ShellMemory>((memory, one, n) => hearShell(memory, one, at - (words.length - 1 - n) * 10_000), noShell);
const words = fc.array(fc.option(shellFacts, { freq: 6 }), { maxLength: 4 });
const kindOf = (input: DecideInput, shell: ShellMemory, host: HostFacts = input.facts as HostFacts) =>
	decide({ ...input, facts: mergeShellFacts(host, shell, input.now) }).kind;
const ask = (change: Partial<ShellFacts>, agoMs = 0) => {
	const [input] = fc.sample(
		lendingInputs.filter(({ grants }) => {
			const conditions = grants[0]?.conditions;
			return conditions?.when === "idle" && !conditions.onBattery;
		}),
		{ seed: 7, numRuns: 1 },
	) as [DecideInput];
	const shell = hearShell(noShell, { ...well, ...change }, input.now - agoMs);
	return decide({ ...input, facts: mergeShellFacts(bestFacts(input.now), shell, input.now) });
};

describe("what the shell says", () => {
	it("never lets lend what the PC's own readings hold, save for what the PC cannot read", () => {
		const inputs = decideInputs.chain((input) => factsAt(input.now).map((host) => ({ input, host })));
		fc.assert(
			fc.property(inputs, words, fc.nat(60_000), ({ input, host }, said, agoMs) => {
				const shell = memoryOf(said, input.now - agoMs);
				if (kindOf(input, shell, host) === "hold") return;
				const told = mergeShellFacts(host, shell, input.now);
				const filled = {
					...host,
					idleSeconds: host.idleSeconds.known ? host.idleSeconds : told.idleSeconds,
					onBattery: host.onBattery.known ? host.onBattery : told.onBattery,
				};
				expect(kindOf(input, noShell, filled)).toBe("lend");
			}),
			{ numRuns: 500 },
		);
	});

	it("ends no hold by falling silent, however long", () => {
		fc.assert(
			fc.property(lendingInputs, words, fc.nat(60_000), fc.nat(86_400_000), (input, said, agoMs, longerMs) => {
				const before = kindOf(input, memoryOf(said, input.now - agoMs));
				const after = kindOf(input, memoryOf(said, input.now - agoMs - longerMs));
				if (before === "hold") expect(after).toBe("hold");
			}),
			{ numRuns: 500 },
		);
	});

	it("ends no hold by no longer knowing", () => {
		fc.assert(
			fc.property(lendingInputs, words, (input, said) => {
				const before = memoryOf(said, input.now);
				const after = hearShell(before, silent, input.now);
				if (kindOf(input, before) === "hold") expect(kindOf(input, after)).toBe("hold");
			}),
		);
	});

	it("leaves the PC as it was before once it took leave, and when it never spoke", () => {
		fc.assert(
			fc.property(lendingInputs, words, (input, said) => {
				expect(kindOf(input, memoryOf([...said, null], input.now))).toBe("lend");
				expect(kindOf(input, noShell)).toBe("lend");
			}),
		);
	});

	it("is the more careful of two, with its own age", () => {
		const at = anInstant;
		const host = bestFacts(at);
		const shell = hearShell(noShell, { ...well, idleSeconds: 20, onBattery: true }, at - 7_000);
		expect(mergeShellFacts(host, shell, at)).toMatchObject({
			idleSeconds: { known: true, value: 20, at: at - 7_000, source: "shell" },
			onBattery: { known: true, value: true, source: "shell" },
			metered: { source: "test" },
			suspended: { known: true, value: false, source: "shell" },
		});
		expect(mergeShellFacts(host, hearShell(noShell, well, at), at).onBattery.source).toBe("test");
	});

	it("is shown as unknown once it is old, whatever it still holds", () => {
		const at = anInstant;
		const shell = hearShell(noShell, { ...well, suspended: true, idleSeconds: 1 }, at);
		const facts = mergeShellFacts(bestFacts(at + 30_001), shell, at + 30_001);
		expect(facts.suspended).toMatchObject({ known: true, value: true, at });
		const shown = shownFacts(facts, at + 30_001);
		const unknown = { known: false, source: "no-shell" };
		expect(shown).toMatchObject({ suspended: unknown, idleSeconds: unknown, metered: { known: true } });
		expect(shownFacts(facts, at)).toEqual(facts);
	});

	it("never stands in for a reader of the PC's own that hangs", () => {
		const at = anInstant;
		const hangs = { known: true as const, value: 900, at: at - factFreshMs - 1, source: "sessions" };
		const shell = hearShell(noShell, { ...well, idleSeconds: 600 }, at);
		expect(mergeShellFacts({ ...bestFacts(at), idleSeconds: hangs }, shell, at).idleSeconds).toEqual(hangs);
	});

	it("makes known what the PC cannot read, while it is fresh", () => {
		const at = anInstant;
		const host = { ...bestFacts(at), idleSeconds: { known: false as const, at, source: "no-reader" } };
		const shell = hearShell(noShell, well, at);
		expect(mergeShellFacts(host, shell, at + factFreshMs).idleSeconds).toMatchObject({ value: 100_000, at });
		expect(mergeShellFacts(host, shell, at + factFreshMs + 1).idleSeconds.known).toBe(false);
	});
});

describe("holds that only the shell knows", () => {
	const cases: [string, Partial<ShellFacts>, number, string | null][] = [
		["asleep", { suspended: true }, 0, "hold.asleep"],
		["asleep, then silent", { suspended: true }, 30_001, "hold.fact-unknown"],
		["awake, then silent", {}, 3_600_000, null],
		["fairly warm", { thermal: "fair" }, 0, null],
		["hot", { thermal: "serious" }, 0, "hold.hot"],
		["too hot", { thermal: "critical" }, 0, "hold.hot"],
		["hot, then silent", { thermal: "critical" }, 30_001, "hold.fact-unknown"],
		["locked and long idle", { locked: true }, 0, null],
		["locked a moment ago", { locked: true, idleSeconds: 2 }, 0, "hold.in-use"],
		["used, then silent", { idleSeconds: 2 }, 30_001, "hold.fact-unknown"],
		["on battery", { onBattery: true }, 30_000, "hold.on-battery"],
	];
	it.each(cases)("%s", (_, change, agoMs, code) => {
		const decision = ask(change, agoMs);
		expect(decision.kind === "hold" ? decision.reasons.map((one) => one.code) : []).toEqual(code ? [code] : []);
	});
});
