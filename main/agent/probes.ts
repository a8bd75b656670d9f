// What this PC has proven it can run: the newest probe of each runner. Nothing is lent that was not proven.
import type { JobClass } from "../contract/job.ts";
import type { RunnerState, Snapshot } from "../contract/snapshot.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Runner } from "../tools/runner/runner.ts";

export interface Probes {
	states(): Snapshot["runners"];
	available(): Record<JobClass, boolean>;
	/** Probes every runner with a real sandbox; callers at the same time share one run. */
	run(): Promise<void>;
	/** Resolves once each runner has been probed at least once. */
	probed(): Promise<void>;
}

export interface ProbesInput {
	readonly runners: readonly Runner[];
	readonly clock: Clock;
	readonly onChange: () => void;
	/**
	 * Called once a runner turns out to work that did not before, ahead of counting it as available: its leftovers may
	 * not have been reachable until now.
	 */
	readonly beforeAvailable: (runner: Runner) => Promise<void>;
}

export function runnerProbes({ runners, clock, onChange, beforeAvailable }: ProbesInput): Probes {
	const unprobed = (code: string): RunnerState => ({ available: false, code, detail: "", probedAt: clock.now() });
	const states = { wasm: unprobed("probing"), container: unprobed("probing"), gpu: unprobed("not-built") };
	let running: Promise<void> | null = null;
	let probedOnce = false;
	const probeAll = async () => {
		await Promise.all(
			runners.map(async (runner) => {
				const found = await runner.probe();
				if (found.available && !states[runner.class].available) await beforeAvailable(runner);
				states[runner.class] = found;
				onChange();
			}),
		);
	};
	return {
		states: () => ({ ...states }),
		available: () => ({
			wasm: states.wasm.available,
			container: states.container.available,
			gpu: states.gpu.available,
		}),
		run() {
			running ??= probeAll().finally(() => {
				running = null;
				probedOnce = true;
			});
			return running;
		},
		async probed() {
			if (!probedOnce) await this.run();
		},
	};
}
