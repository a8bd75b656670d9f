// What the container runner's real tests share: one engine, one image, one runner, all gone afterwards.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { openContainerRunner } from "../../main/tools/docker/container-runner.ts";
import type { Runner } from "../../main/tools/runner/runner.ts";
import { findDocker, startDocker, type TestEngine } from "./docker.ts";
import { importBusybox } from "./docker-image.ts";

const found = findDocker();
if (!found.available && process.env.CI === "true")
	throw new Error(`a container engine is required here: ${found.reason}`);

/** For `describe.skipIf`, with the reason for its title. */
export const noEngine = !found.available;
export const engineTitle = (title: string) => (found.available ? title : `${title} (skipped: ${found.reason})`);

export interface ContainerScene {
	readonly engine: TestEngine;
	readonly image: string;
	readonly runner: Runner;
	/** The runner's scratch folder. */
	readonly scratch: string;
	/** Another runner of the same device, as a restarted agent would open it. */
	reopen(): Promise<Runner>;
	end(): Promise<void>;
}

export async function openContainerScene(): Promise<ContainerScene> {
	const folder = mkdtempSync(join(tmpdir(), "hearth-containers-"));
	const scratch = join(folder, "scratch");
	const engine = await startDocker();
	const options = { clock: systemClock, deviceId: "5e1f0c2a-test", directory: scratch, endpoint: engine.socketPath };
	const runner = await openContainerRunner(options);
	return {
		engine,
		image: await importBusybox(engine.socketPath),
		runner,
		scratch,
		reopen: () => openContainerRunner(options),
		async end() {
			await engine.stop();
			rmSync(folder, { recursive: true, force: true });
		},
	};
}

/**
 * Pids whose command line or environment has `mark`, read from /proc by the test itself. The mark travels as an
 * environment variable of the job, so children have it whatever they call themselves.
 */
export function pidsWithMark(mark: string): number[] {
	return readdirSync("/proc").flatMap((entry) => {
		if (!/^\d+$/.test(entry)) return [];
		try {
			const text = readFileSync(`/proc/${entry}/environ`, "latin1");
			return text.includes(mark) ? [Number(entry)] : [];
		} catch {
			return [];
		}
	});
}
