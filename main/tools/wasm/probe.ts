// Shows by a real sandbox that this PC can run wasm jobs: it runs, cannot get out, freezes, and is gone when killed.
import { randomUUID } from "node:crypto";
import type { Digest, JobId, PublicKey } from "../../contract/ids.ts";
import type { Job } from "../../contract/job.ts";
import type { RunnerState } from "../../contract/snapshot.ts";
import type { Clock } from "../clock/clock.ts";
import { sha256 } from "../crypto/canonical.ts";
import type { Guard } from "../guard/guard.ts";
import type { RunRequest, Sandbox } from "../runner/runner.ts";
import { probeModule, sealedLine } from "./probe-module.ts";

const runsMs = 20_000;
const stillMs = 60;

/** The probe's program is ours, ends by itself and lives for a moment: it needs no guard. */
const noGuard: Guard = {
	ready: async () => {},
	watch: () => {},
	beat: () => {},
	forget: () => {},
	close: async () => {},
};

function probeJob(digest: Digest): Job {
	return {
		v: 1,
		id: randomUUID() as JobId,
		requester: `ed25519:${"A".repeat(43)}` as PublicKey,
		purpose: "probe",
		class: "wasm",
		artifact: { digest },
		argv: ["probe"],
		env: {},
		inputs: [],
		outputs: [],
		limits: { cpu: 1, memoryMiB: 16, scratchMiB: 1, pids: 1, seconds: 30 },
		createdAt: 0,
		deadline: 0,
		attempts: 1,
		network: "none",
	};
}

/** Resolves to a state whose code is "ok" or says what failed; `run` is the runner's own. Never rejects. */
export async function probeWasm(clock: Clock, run: (request: RunRequest) => Promise<Sandbox>): Promise<RunnerState> {
	const say = (code: string, detail: string): RunnerState => ({
		available: code === "ok",
		code,
		detail,
		probedAt: clock.now(),
	});
	const module = probeModule();
	const printed = Promise.withResolvers<string>();
	let sandbox: Sandbox;
	try {
		sandbox = await run({
			job: probeJob(sha256(module)),
			module,
			inputs: new Map(),
			beatSentAt: clock.bootMs(),
			guard: noGuard,
			signal: new AbortController().signal,
			onLog: (chunk) => printed.resolve(chunk.text),
		});
	} catch (error) {
		return say("wasm-cannot-start", error instanceof Error ? error.message : String(error));
	}
	const cancel = clock.after(runsMs, () => printed.resolve(""));
	void sandbox.ended.then((end) => printed.resolve(`${end.kind} ${end.exitCode} ${end.detail}`));
	const line = await printed.promise;
	cancel();
	let still = false;
	if (line === sealedLine) {
		await sandbox.freeze();
		const before = await sandbox.usage();
		await new Promise<void>((resolve) => void clock.after(stillMs, resolve));
		still = (await sandbox.usage()).cpuSeconds - before.cpuSeconds < 0.02;
	}
	const { proof } = await sandbox.stop();
	if (line === "") return say("wasm-silent", "nothing printed in 20 s");
	if (line !== sealedLine) return say(line === "open\n" ? "wasm-not-sealed" : "wasm-cannot-start", line.slice(0, 200));
	if (!still) return say("wasm-not-frozen", "used CPU while frozen");
	if (proof.processesLeft > 0) return say("wasm-not-killed", `${proof.processesLeft} processes left`);
	return say("ok", `ran, sealed, froze, gone in ${Math.round(proof.provenMs)} ms`);
}
