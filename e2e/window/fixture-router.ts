// The contract, answered from one scenario held in memory.
import { implement } from "@orpc/server";
import de from "../../assets/words/de.json" with { type: "json" };
import en from "../../assets/words/en.json" with { type: "json" };
import { contract, type HistoryRow } from "../../main/contract/calls.ts";
import type { Grant, GrantDraft, Shown } from "../../main/contract/consent.ts";
import { grantSentence } from "../../main/contract/grant-words.ts";
import type { GrantId, JobId, ReceiptId } from "../../main/contract/ids.ts";
import { chooseLocale } from "../../main/contract/locales.ts";
import type { JobRecord } from "../../main/contract/pool.ts";
import type { Problem } from "../../main/contract/problem.ts";
import { sentFields } from "../../main/contract/sent.ts";
import type { Delta, Snapshot } from "../../main/contract/snapshot.ts";
import { speaker } from "../../main/contract/words.ts";
import { filterRows } from "../../main/core/history.ts";
import { about, doctorReport } from "./fixture-about.ts";
import { daysOf, historyRows, lifeOf, lossOf, receiptOf } from "./fixture-history.ts";
import { fixturePicture } from "./fixture-picture.ts";
import { fixtureSetup } from "./fixture-setup.ts";
import { fixtureStartup } from "./fixture-startup.ts";
import { digest, requesters, uuid } from "./scenario-parts.ts";
import type { Scenario } from "./scenarios.ts";

/** A router over one changeable picture. */
export function fixtureRouter(start: Scenario) {
	const os = implement(contract);
	const startup = fixtureStartup();
	const setup = fixtureSetup(start.setup);
	let snapshot = start.snapshot;
	let sample: JobRecord | null = null;
	const rows = historyRows(start.runs, Date.now());
	const watchers = new Set<() => void>();
	const change = (delta: Omit<Partial<Snapshot>, "seq" | "at">) => {
		snapshot = { ...snapshot, ...delta, seq: snapshot.seq + 1, at: Date.now() };
		for (const tell of [...watchers]) tell();
	};
	const changed = (signal: AbortSignal | undefined) =>
		new Promise<void>((resolve) => {
			const tell = () => {
				watchers.delete(tell);
				resolve();
			};
			watchers.add(tell);
			signal?.addEventListener("abort", tell);
		});
	const shown = (draft: GrantDraft, wanted: string): Shown => {
		const { language, locale } = chooseLocale([wanted]);
		const say = speaker(language === "de" ? de : en, locale);
		return { locale, text: grantSentence(say, locale, draft), digest: digest(3) };
	};
	const refuse = (errors: { PROBLEM: (a: { data: Problem }) => Error }, code: Problem["code"], args: Problem["args"]) =>
		errors.PROBLEM({ data: { code, args, actions: [] } });
	const runSample = async () => {
		if (!sample) return;
		const startedAt = Date.now();
		sample = { ...sample, state: "running", updatedAt: startedAt };
		change({ state: "lending" });
		await new Promise((resolve) => setTimeout(resolve, 300));
		const row = { ...rows[0], ...historyRows(1, Date.now())[0], title: sample.title, requesterName: "living-room" };
		const receipt = receiptOf({ ...row, receiptId: uuid(1000) as ReceiptId } as never);
		const outputs = [{ name: "picture.svg", digest: digest(9), bytes: fixturePicture.length }];
		sample = { ...sample, state: "done", updatedAt: Date.now(), result: { jobId: sample.id, receipt, outputs } };
		rows.unshift(row as never);
		change({ state: "ready", historyCount: snapshot.historyCount + 1 });
	};
	return os.router({
		status: {
			get: os.status.get.handler(() => snapshot),
			watch: os.status.watch.handler(async function* ({ signal }) {
				yield { kind: "snapshot" as const, snapshot };
				while (!signal?.aborted) {
					await changed(signal);
					yield { kind: "delta" as const, delta: { ...snapshot } as Delta };
				}
			}),
		},
		lend: {
			preview: os.lend.preview.handler(({ input, errors }) => {
				const { hours } = input.draft.conditions;
				if (hours && hours.from === hours.to) throw refuse(errors, "consent.never-lends", { why: "hours" });
				return { shown: shown(input.draft, input.locale), warnings: [] };
			}),
			on: os.lend.on.handler(({ input }) => {
				const now = Date.now();
				const { days, ...draft } = input.draft;
				const grant: Grant = {
					...draft,
					id: uuid(2) as GrantId,
					person: snapshot.device.person,
					deviceId: snapshot.device.id,
					givenAt: now,
					expiresAt: now + days * 86_400_000,
					shown: shown(input.draft, input.locale),
					meaning: 1,
					appVersion: "0.1.0",
					via: input.via,
					supersedes: null,
				};
				const allowance = { grantId: grant.id, classes: grant.classes, amounts: grant.amounts };
				change({
					state: "ready",
					reasons: [],
					grants: [grant],
					budget: { allowances: [{ ...allowance, requesters: grant.requesters, until: grant.expiresAt }] },
				});
				void runSample();
				return grant;
			}),
			stop: os.lend.stop.handler(() => {
				const withdrawn = snapshot.grants.length;
				if (!start.deafStop) {
					change({
						state: "off",
						reasons: [{ code: "hold.no-grant", args: {} }],
						grants: [],
						budget: null,
						jobs: [],
						lent: { cpus: 0, memoryMiB: 0 },
						lastStop: { receiptId: uuid(1003) as ReceiptId, provenMs: 61, at: Date.now() },
					});
				}
				return { withdrawn, stopped: [] };
			}),
			pause: os.lend.pause.handler(({ input }) => {
				change({ state: "paused", pausedUntil: input.until, until: input.until, budget: null, jobs: [] });
				return {};
			}),
			resume: os.lend.resume.handler(() => {
				change({ state: "ready", pausedUntil: null, until: null, reasons: [] });
				return {};
			}),
		},
		jobs: {
			submit: os.jobs.submit.handler(({ errors }) => {
				throw refuse(errors, "job.malformed", {});
			}),
			sample: os.jobs.sample.handler(() => {
				const now = Date.now();
				sample = {
					id: uuid(5001) as JobId,
					title: "Small picture",
					class: "wasm",
					requester: requesters[0]?.publicKey as never,
					requesterName: "living-room",
					state: "queued",
					attempt: 0,
					deviceId: null,
					createdAt: now,
					updatedAt: now,
					deadline: now + 86_400_000,
					result: null,
				};
				return { id: sample.id };
			}),
			list: os.jobs.list.handler(() => (sample ? [sample] : [])),
			get: os.jobs.get.handler(({ errors }) => {
				if (!sample) throw refuse(errors, "job.not-found", {});
				return sample;
			}),
			cancel: os.jobs.cancel.handler(({ errors }) => {
				if (!sample) throw refuse(errors, "job.not-found", {});
				return sample;
			}),
			watch: os.jobs.watch.handler(async function* ({ signal }) {
				while (sample && !signal?.aborted) {
					yield { kind: "state" as const, record: sample };
					if (sample.result) return;
					await changed(signal);
				}
			}),
			output: os.jobs.output.handler(({ input }) => ({ name: input.name, base64: btoa(fixturePicture) })),
		},
		history: {
			list: os.history.list.handler(({ input }) => {
				const { before, skip = 0, words = "", ends = [] } = input;
				const fit = filterRows(rows, { words, ends });
				const older = fit.filter((one) => before === null || one.endedAt < before);
				return { rows: older.slice(skip, skip + input.limit), total: fit.length };
			}),
			life: os.history.life.handler(({ input, errors }) => {
				const ended = rows.find((one) => one.receiptId === input.receiptId);
				if (ended && ended.end !== "refused") return lifeOf(ended, input.jobId);
				const running = snapshot.jobs.find((one) => one.id === input.jobId);
				if (!running || input.receiptId !== null) throw refuse(errors, "job.not-found", { id: input.jobId });
				const { startedAt } = running;
				return { ...lifeOf({ startedAt, endedAt: startedAt } as HistoryRow, running.id), endedAt: null, end: null };
			}),
			days: os.history.days.handler(({ input }) => daysOf(rows, input.days, Date.now())),
			receipt: os.history.receipt.handler(({ input, errors }) => {
				const row = rows.find((one) => one.receiptId === input.id);
				if (!row) throw refuse(errors, "receipt.not-found", { id: input.id });
				return { receipt: receiptOf(row), verified: snapshot.state !== "problem" };
			}),
			loss: os.history.loss.handler(() => lossOf(rows, snapshot)),
			forget: os.history.forget.handler(({ errors }) => {
				if (snapshot.jobs.length > 0) throw refuse(errors, "history.in-use", { n: snapshot.jobs.length });
				const { runs, grants } = lossOf(rows.splice(0), snapshot);
				change({ historyCount: 0, lastStop: null });
				return { runs, grants };
			}),
			verify: os.history.verify.handler(() => ({
				ok: true,
				entries: rows.length * 4 + 3,
				head: "0".repeat(64),
				fault: null,
			})),
		},
		device: {
			about: os.device.about.handler(() => about(snapshot, sentFields())),
			probe: os.device.probe.handler(() => {
				const probedAt = Date.now();
				const { wasm, container, gpu } = snapshot.runners;
				change({
					runners: { wasm: { ...wasm, probedAt }, container: { ...container, probedAt }, gpu: { ...gpu, probedAt } },
				});
				return about(snapshot, sentFields());
			}),
			doctor: os.device.doctor.handler(() => doctorReport(snapshot)),
		},
		shell: { observe: os.shell.observe.handler(() => ({})) },
		startup: {
			get: os.startup.get.handler(() => startup.get()),
			set: os.startup.set.handler(({ input }) => startup.set(input.kind, input.on)),
		},
		setup,
		window: { open: os.window.open.handler(() => ({ url: "http://127.0.0.1:1/" })) },
	});
}
