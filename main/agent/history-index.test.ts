// Whatever is kept or left out, the answers are those of the whole file.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { LedgerEntry, LedgerEvent } from "../contract/ledger.ts";
import type { Receipt } from "../contract/receipt.ts";
import { historyRows } from "../core/history.ts";
import { jobLife } from "../core/job-life.ts";
import { fakeClock } from "../tools/clock/fake.ts";
import { historyIndex } from "./history-index.ts";

const lineBytes = 10;
/** A ledger in memory, ten bytes a line, that counts the lines read. */
function memoryLedger() {
	let entries: LedgerEntry[] = [];
	let read = 0;
	let tell: (entry: LedgerEntry, start: number) => void = () => undefined;
	return {
		all: () => entries,
		read: () => read,
		append(event: LedgerEvent) {
			if (event.type === "LedgerOpened") entries = [];
			const entry = { at: entries.length, event } as LedgerEntry;
			entries.push(entry);
			tell(entry, (entries.length - 1) * lineBytes);
		},
		onAppend(listener: typeof tell) {
			tell = listener;
			return () => undefined;
		},
		*lines(from = 0) {
			const { length } = entries;
			for (let i = from / lineBytes; i < length; i++) {
				read += 1;
				yield { entry: entries[i] as LedgerEntry, start: i * lineBytes };
			}
		},
	};
}

const jobs = ["a", "b", "c"];
let next = 0;
const receipt = (jobId: string, endedAt: number) =>
	({ body: { id: `r${next++}`, jobId, purpose: "", endedAt, end: "done", usage: {} } }) as unknown as Receipt;
const steps = fc.array(
	fc.record({
		kind: fc.constantFrom("JobAccepted", "JobStarting", "JobFrozen", "JobThawed", "JobEnded", "JobRefused", "reaped"),
		job: fc.constantFrom(...jobs),
		endedAt: fc.nat(30),
	}),
	{ maxLength: 40 },
);
const eventOf = ({ kind, job, endedAt }: { kind: string; job: string; endedAt: number }): LedgerEvent => {
	if (kind === "JobEnded" || kind === "JobRefused") return { type: kind, receipt: receipt(job, endedAt) };
	if (kind === "reaped") return { type: "LeftoversReaped", jobIds: [job], processes: 0, scratchErased: true };
	return { type: kind, jobId: job, reasons: [], fence: 1 } as unknown as LedgerEvent;
};

async function holds(ledger: ReturnType<typeof memoryLedger>, index: ReturnType<typeof historyIndex>): Promise<void> {
	const all = ledger.all();
	const receipts = all.flatMap(({ event }) =>
		event.type === "JobEnded" || event.type === "JobRefused" ? [event.receipt] : [],
	);
	expect(await index.rows()).toEqual(historyRows(receipts));
	for (const one of receipts) {
		const { id, jobId } = one.body;
		expect(await index.receipt(id)).toBe(one);
		expect(await index.life(jobId, id)).toEqual(jobLife(all, jobId, id));
	}
	for (const job of jobs) expect(await index.life(job, null)).toEqual(jobLife(all, job, null));
	expect(await index.receipt("none")).toBeNull();
	expect(await index.life("none", null)).toBeNull();
	expect(await index.life("a", "none")).toBeNull();
}

test("rows, receipts and lives are those of the file, with any room for places and whatever comes later", async () => {
	await fc.assert(
		fc.asyncProperty(steps, steps, fc.integer({ min: 1, max: 50 }), async (before, after, most) => {
			const ledger = memoryLedger();
			for (const one of before) ledger.append(eventOf(one));
			const index = historyIndex(ledger, fakeClock(), most);
			const reading = index.rows();
			const [early, ...rest] = after;
			if (early) ledger.append(eventOf(early)); // while the file is read
			await reading;
			await holds(ledger, index);
			for (const one of rest) ledger.append(eventOf(one));
			await holds(ledger, index);
		}),
		{ numRuns: 60 },
	);
});

test("a receipt costs one line, a new run none, and after a minute or a new beginning nothing is kept", async () => {
	const ledger = memoryLedger();
	const clock = fakeClock();
	for (let n = 0; n < 500; n++) {
		for (const kind of ["JobAccepted", "JobEnded"]) ledger.append(eventOf({ kind, job: `job ${n}`, endedAt: n }));
	}
	const index = historyIndex(ledger, clock);
	const [newest] = await index.rows();
	expect(ledger.read()).toBe(1000);
	await index.receipt(newest?.receiptId ?? "");
	expect(ledger.read()).toBe(1001);
	await index.life("job 499", newest?.receiptId ?? "");
	expect(ledger.read()).toBe(1003);
	ledger.append(eventOf({ kind: "JobEnded", job: "late", endedAt: 900 }));
	expect(await index.rows()).toHaveLength(501);
	expect(ledger.read()).toBe(1003);
	clock.advance(60_001);
	expect(await index.rows()).toHaveLength(501);
	expect(ledger.read()).toBe(1003 + 1001);
	ledger.append({ type: "LedgerOpened", deviceId: "d", publicKey: "" });
	expect(await index.rows()).toEqual([]);
	expect(await index.receipt(newest?.receiptId ?? "")).toBeNull();
});
