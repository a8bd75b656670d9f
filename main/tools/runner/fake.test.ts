import { describe, expect, it } from "vitest";
import { maxLogBytes } from "../../contract/job.ts";
import { fakeClock } from "../clock/fake.ts";
import { sha256 } from "../crypto/canonical.ts";
import { type ContractProgram, startProgram } from "./contract-run.ts";
import { type ContractPrograms, runnerContract } from "./contract-suite.ts";
import { type FakeScript, fakeRunner } from "./fake.ts";

const out = (text: string) => [{ stream: "stdout" as const, text }];
const scripts: Record<keyof ContractPrograms, FakeScript> = {
	hello: { prints: [...out("hello\n"), { stream: "stderr", text: "warning\n" }], ends: {} },
	fail: { prints: out("failing\n"), ends: { exitCode: 7 } },
	echoInputToOutput: {
		ends: {},
		outputs: (inputs) => new Map([["output.bin", inputs.get("input.bin") ?? new Uint8Array()]]),
	},
	spin: { prints: out("spinning\n") },
	ignoreTerm: { prints: out("deaf\n") },
	bigMemory: { prints: out("growing\n"), ends: { kind: "memory-limit" } },
	bigOutput: { ends: { kind: "output-limit" } },
	bigLog: { prints: out("x".repeat(maxLogBytes)), ends: {} },
	writeScratch: { prints: out("scratch works\n"), ends: {} },
	writeOutside: { prints: out("refused 5\n"), ends: {} },
	sleepForever: { prints: out("asleep\n"), cores: 0 },
};
const program = (name: string): ContractProgram => ({ digest: sha256(name), module: null, argv: [name] });
const programs = Object.fromEntries(Object.keys(scripts).map((name) => [name, program(name)]));

const clock = fakeClock();
runnerContract("the fake runner", {
	open: async () => fakeRunner({ clock, script: ({ job }) => scripts[job.argv[0] as keyof ContractPrograms] ?? null }),
	programs: programs as unknown as ContractPrograms,
	pass: async (ms) => clock.advance(ms),
});

describe("a scripted job", () => {
	const begin = async (does: FakeScript) => {
		const time = fakeClock();
		const runner = fakeRunner({ clock: time, script: () => does });
		const started = await startProgram(runner, program("any"));
		return { time, runner, started, run: runner.runs[0] };
	};

	it("ends after its running time, time frozen not counted", async () => {
		const { time, started, run } = await begin({ ends: { exitCode: 3, afterMs: 1_000 } });
		time.advance(600);
		await started.sandbox.freeze();
		expect(run?.frozen()).toBe(true);
		time.advance(5_000);
		await started.sandbox.thaw();
		time.advance(399);
		expect(await Promise.race([started.sandbox.ended, "running"])).toBe("running");
		time.advance(1);
		expect(await started.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 3 });
	});

	it("can refuse to die, and then stays watched", async () => {
		const { started } = await begin({ leaves: 2 });
		expect(await started.sandbox.stop()).toMatchObject({ kind: "stopped", proof: { processesLeft: 2 } });
		expect(started.guard.watched.size).toBe(1);
	});

	it("can take its time to die", async () => {
		const { time, started } = await begin({ stopMs: 700 });
		const end = started.sandbox.stop();
		time.advance(700);
		expect(await end).toMatchObject({ kind: "stopped", proof: { provenMs: 700, processesLeft: 0 } });
	});
});
