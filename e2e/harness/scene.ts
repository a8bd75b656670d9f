// Everything a test starts, taken apart in the opposite order whatever happened; what stays behind fails the test.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { startAgent, type TestAgent, type TestAgentOptions } from "./agents.ts";
import { type Process, processesOf } from "./processes.ts";

export interface Scene {
	/** A fresh temporary folder. */
	directory(): string;
	/** A running agent on a folder of this scene. */
	agent(options?: TestAgentOptions): Promise<TestAgent>;
	onEnd(undo: () => unknown): void;
	/** Ends all; rejects when a process that names one of the folders is still there. */
	end(): Promise<void>;
}

export function openScene(): Scene {
	const folders: string[] = [];
	const undo: (() => unknown)[] = [];
	const directory = () => {
		const folder = mkdtempSync(join(tmpdir(), "hearth-e2e-"));
		folders.push(folder);
		return folder;
	};
	return {
		directory,
		onEnd: (one) => void undo.push(one),
		async agent(options = {}) {
			const agent = await startAgent({ ...options, data: options.data ?? directory() });
			undo.push(() => agent.stop());
			return agent;
		},
		async end() {
			const failures: unknown[] = [];
			for (const one of undo.splice(0).reverse()) {
				try {
					await one();
				} catch (error) {
					failures.push(error);
				}
			}
			const left = await stragglers(folders, 5_000);
			for (const one of left) {
				failures.push(new Error(`left behind: ${one.pid} ${one.commandLine}`));
				process.kill(one.pid, "SIGKILL"); // it names a folder only this test knows
			}
			for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
			if (failures.length > 0) throw new AggregateError(failures, failures.map(String).join("\n"));
		},
	};
}

async function stragglers(folders: readonly string[], withinMs: number): Promise<Process[]> {
	for (const until = Date.now() + withinMs; ; await pause(20)) {
		const left = folders.flatMap((folder) => processesOf(folder));
		if (left.length === 0 || Date.now() > until) return left;
	}
}
