// What the agent can be asked, in plain functions; the doors bind these to the contract.
import type { About, DoctorReport } from "../../contract/about.ts";
import type { Day, HistoryLoss, HistoryRow, JobNews, Submission } from "../../contract/calls.ts";
import type { Grant, GrantDraft, Shown } from "../../contract/consent.ts";
import type { Reason } from "../../contract/decision.ts";
import type { ShellFacts } from "../../contract/facts.ts";
import type { Digest, JobId, ReceiptId } from "../../contract/ids.ts";
import type { LedgerCheck } from "../../contract/ledger.ts";
import type { JobLife } from "../../contract/life.ts";
import type { JobRecord } from "../../contract/pool.ts";
import type { EndReason, Receipt } from "../../contract/receipt.ts";
import type { Snapshot, SnapshotUpdate } from "../../contract/snapshot.ts";
import type { StartupChange, StartupEntry, StartupKind } from "../../contract/startup.ts";
import type { SetupCalls } from "./setup-calls.ts";

export type Via = "window" | "cli" | "tray";
type Warning = { code: string; args: Reason["args"] };

export interface AgentCalls extends SetupCalls {
	status(): Snapshot;
	watchStatus(signal: AbortSignal): AsyncGenerator<SnapshotUpdate>;
	previewLending(draft: GrantDraft, locale: string): Promise<{ shown: Shown; warnings: Warning[] }>;
	lend(input: { draft: GrantDraft; locale: string; shownDigest: Digest; via: "window" | "cli" }): Promise<Grant>;
	stop(via: Via): Promise<{ withdrawn: number; stopped: Receipt[] }>;
	pause(until: number, via: Via): Promise<Record<string, never>>;
	resume(via: Via): Promise<Record<string, never>>;
	submit(submission: Submission): Promise<{ id: JobId }>;
	submitSample(locale?: string): Promise<{ id: JobId }>;
	jobs(): Promise<JobRecord[]>;
	job(id: JobId): Promise<JobRecord>;
	cancel(id: JobId): Promise<JobRecord>;
	watchJob(id: JobId, signal: AbortSignal): AsyncGenerator<JobNews>;
	output(id: JobId, name: string): Promise<{ name: string; base64: string }>;
	history(
		limit: number,
		before: number | null,
		which?: { skip?: number | undefined; words?: string | undefined; ends?: readonly EndReason[] | undefined },
	): Promise<{ rows: HistoryRow[]; total: number }>;
	days(days: number): Promise<Day[]>;
	receipt(id: ReceiptId): Promise<{ receipt: Receipt; verified: boolean }>;
	life(jobId: JobId, receiptId: ReceiptId | null): Promise<JobLife>;
	verifyLedger(): Promise<LedgerCheck>;
	historyLoss(): Promise<HistoryLoss>;
	forgetHistory(head: string, via: "window" | "cli"): Promise<{ runs: number; grants: number }>;
	about(): Promise<About>;
	probe(): Promise<About>;
	doctor(): Promise<DoctorReport>;
	observeShell(facts: ShellFacts | null): Record<string, never>;
	startup(): Promise<StartupEntry[]>;
	setStartup(kind: StartupKind, on: boolean): Promise<StartupChange>;
	openWindow(port: number): Promise<{ url: string }>;
}
