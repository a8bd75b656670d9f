// Two lenders, one real pool, 200 jobs of both classes, one lender withdraws in the middle. Judged by witnesses outside
// the pool: the engine's own events, and the two devices' ledgers.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JobId } from "../../main/contract/ids.ts";
import { lend, type TestAgent, until } from "../harness/agents.ts";
import { containerJob, type Finished, finished, moduleJob } from "../harness/ask.ts";
import { entriesOf } from "../harness/ledger-lines.ts";
import { openScene } from "../harness/scene.ts";
import { engineTitle, noEngine } from "./container-scene.ts";
import { startDocker, type TestEngine } from "./docker.ts";
import { type EventRecord, recordContainers } from "./docker-events.ts";
import { importBusybox } from "./docker-image.ts";
import { findNatsServer, startNats } from "./nats.ts";
import { squareModule } from "./square-module.ts";

const noNats = findNatsServer() === null;
if (noNats && process.env.CI === "true")
	throw new Error("nats-server is missing: run node e2e/real/build.ts nats-server");

const count = 200;
const isContainer = (n: number) => n % 5 === 0;
/** Long enough to be caught in the middle, and more of them than one lender has room for. */
const isSlow = (n: number) => n >= 60 && n < 120 && isContainer(n);
const square = (n: number) => `${n * n}\n`;

interface Span {
	readonly jobId: string;
	readonly device: string;
	readonly from: number | bigint;
	readonly to: number | bigint;
}

describe.skipIf(noEngine || noNats)(
	engineTitle(`two lenders and one nats-server${noNats ? " (skipped: nats-server is not built)" : ""}`),
	() => {
		const scene = openScene();
		let engine: TestEngine;
		let events: EventRecord;
		let asker: TestAgent;
		let leaver: TestAgent;
		let stayer: TestAgent;
		let image: string;

		beforeAll(async () => {
			const nats = await startNats();
			scene.onEnd(() => nats.stop());
			engine = await startDocker();
			scene.onEnd(() => engine.stop());
			image = await importBusybox(engine.socketPath);
			events = await recordContainers(engine.socketPath);
			scene.onEnd(() => events.close());
			const env = { DOCKER_HOST: `unix://${engine.socketPath}` };
			[asker, leaver, stayer] = await Promise.all([
				scene.agent({ pool: nats.url }),
				scene.agent({ pool: nats.url, env }),
				scene.agent({ pool: nats.url, env }),
			]);
		});
		afterAll(() => scene.end());

		const submit = (n: number) => {
			const slow = isSlow(n) ? "sleep 2; " : "";
			const script = `${slow}echo $((${n}*${n})) | tee /out/square`;
			const outputs = [{ name: "square", maxBytes: 100 }];
			const limits = { cpu: 0.65, memoryMiB: 32, scratchMiB: 4, pids: 16, seconds: 60 };
			const submission = isContainer(n)
				? containerJob(image, script, { outputs, limits, title: `Square of ${n}` })
				: moduleJob(squareModule, [String(n)], { limits: { ...limits, pids: 1 }, title: `Square of ${n}` });
			return asker.door.jobs.submit(submission);
		};

		it("finishes 200 jobs once each and right, though one lender stops in the middle", async () => {
			const { requesters } = await asker.door.status.get({});
			const names = requesters.slice(0, 1).map((one) => one.name);
			const grant = { classes: ["wasm", "container"] as const, cpus: 2, memoryMiB: 1024, requesters: names };
			const began = performance.now();
			const numberOf = new Map<JobId, number>();
			for (let n = 0; n < count; n++) numberOf.set((await submit(n)).id, n);
			const queuedMs = performance.now() - began;
			await Promise.all([leaver, stayer].map((one) => lend(one.door, { ...grant, classes: [...grant.classes] })));

			await until(
				leaver.door,
				(now) => now.jobs.some((job) => job.phase === "running" && isSlow(numberOf.get(job.id) ?? -1)),
				120_000,
			);
			const stopped = (await leaver.door.lend.stop({ via: "cli" })).stopped.map((receipt) => receipt.body);
			const stoppedMs = performance.now() - began;

			const ends = new Map<JobId, Finished>();
			for (const id of numberOf.keys()) ends.set(id, await finished(asker.door, id));
			const tookMs = performance.now() - began;

			// None lost, every result right, each exactly one.
			const files: string[] = [];
			for (const [id, n] of numberOf) {
				const { record, stdout } = ends.get(id) as Finished;
				expect(record, `job ${n}`).toMatchObject({
					state: "done",
					result: { receipt: { body: { end: "done", exitCode: 0 } } },
				});
				const runs = [leaver, stayer].flatMap((one) =>
					entriesOf(one.data, "JobStarting").filter((e) => e.event.jobId === id),
				);
				// A run that was stopped after it had printed leaves its line in the log; a single run prints once.
				if (runs.length === 1) expect(stdout).toBe(square(n));
				else expect(new Set(stdout.split("\n").filter(Boolean))).toEqual(new Set([String(n * n)]));
				if (isContainer(n)) {
					const { base64 } = await asker.door.jobs.output({ id, name: "square" });
					files.push(Buffer.from(base64, "base64").toString());
				}
			}
			expect(files).toEqual([...numberOf.values()].filter(isContainer).map(square));
			const finals = [leaver, stayer].flatMap((one) =>
				entriesOf(one.data, "JobEnded").map((e) => e.event.receipt.body),
			);
			const done = finals.filter((body) => body.end === "done");
			expect(done).toHaveLength(count);
			expect(new Set(done.map((body) => body.id))).toEqual(
				new Set([...ends.values()].map(({ record }) => record.result?.receipt.body.id)),
			);

			// Stopped in the middle: proven gone, given back, finished by the other.
			expect(stopped.some((body) => isSlow(numberOf.get(body.jobId) ?? -1))).toBe(true);
			const released = stopped.filter((body) => body.end === "owner-stop");
			expect(released.length).toBeGreaterThan(0);
			for (const body of released) {
				expect(body.proof).toMatchObject({ processesLeft: 0, scratchErased: true });
				const stayerDone = entriesOf(stayer.data, "JobEnded").some(
					(e) => e.event.receipt.body.jobId === body.jobId && e.event.receipt.body.end === "done",
				);
				expect(stayerDone, body.purpose).toBe(true);
			}
			expect(finals.filter((body) => body.end !== "done").map((body) => body.end)).toEqual(
				released.map(() => "owner-stop"),
			);

			// The one that stopped starts nothing afterwards.
			const withdrawn = entriesOf(leaver.data, "ConsentWithdrawn")[0]?.seq ?? 0;
			expect(withdrawn).toBeGreaterThan(0);
			for (const type of ["JobAccepted", "JobStarting"] as const) {
				expect(entriesOf(leaver.data, type).filter((entry) => entry.seq > withdrawn)).toEqual([]);
			}

			// Never two at once.
			const byLedger = [...ledgerSpans(leaver), ...ledgerSpans(stayer)];
			const byEngine = engineSpans(events, new Set<string>(numberOf.keys()));
			expect(byLedger).toHaveLength(finals.length);
			expect(new Set(byEngine.map((one) => one.jobId)).size).toBe([...numberOf.values()].filter(isContainer).length);
			expect(overlaps(byLedger)).toEqual([]);
			expect(overlaps(byEngine)).toEqual([]);
			const share = (one: TestAgent) =>
				entriesOf(one.data, "JobEnded").filter((e) => e.event.receipt.body.end === "done").length;
			expect(share(leaver)).toBeGreaterThan(0);
			console.log(
				`${count} jobs (${files.length} containers): queued in ${seconds(queuedMs)}, one lender stopped at ${seconds(stoppedMs)} ` +
					`with ${stopped.length} running (${released.length} given back), all done at ${seconds(tookMs)}; ` +
					`${share(leaver)} by the one that stopped, ${share(stayer)} by the other`,
			);
		});
	},
);

const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;

/** From the line before the job's code runs to the line after it is proven gone. */
function ledgerSpans(agent: TestAgent): Span[] {
	const ends = entriesOf(agent.data, "JobEnded");
	return entriesOf(agent.data, "JobStarting").map(({ seq, at, event }) => {
		const end = ends.find((one) => one.seq > seq && one.event.receipt.body.jobId === event.jobId);
		if (!end) throw new Error(`job ${event.jobId} started and never ended`);
		return { jobId: event.jobId, device: agent.data, from: at, to: end.at };
	});
}

/** Without the probes' containers. */
function engineSpans({ events }: EventRecord, ids: ReadonlySet<string>): Span[] {
	return events
		.filter((one) => one.action === "start" && ids.has(one.jobId))
		.map(({ jobId, device, atNs }) => {
			const end = events.find(
				(one) => one.action === "die" && one.jobId === jobId && one.device === device && one.atNs > atNs,
			);
			if (!end) throw new Error(`the container of ${jobId} started and never died`);
			return { jobId, device, from: atNs, to: end.atNs };
		});
}

/** Pairs of runs of one job that lived at the same time. */
function overlaps(spans: readonly Span[]): [Span, Span][] {
	return spans.flatMap((one, index) =>
		spans
			.slice(index + 1)
			.filter((other) => other.jobId === one.jobId && one.from < other.to && other.from < one.to)
			.map((other): [Span, Span] => [one, other]),
	);
}
