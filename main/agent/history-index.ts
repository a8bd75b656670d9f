// The rows of History and where each run's lines stand, read from the ledger once and kept while somebody looks: neither
// scrolling through 10,000 runs nor opening their receipts may read the file each time. An idle agent keeps nothing.
import type { HistoryRow } from "../contract/calls.ts";
import type { LedgerEntry } from "../contract/ledger.ts";
import type { Receipt } from "../contract/receipt.ts";
import { addRow, historyRows } from "../core/history.ts";
import { jobLife } from "../core/job-life.ts";
import type { Clock } from "../tools/clock/clock.ts";
import type { Ledger, LedgerLine } from "./ledger/ledger.ts";
import { inTurns } from "./turns.ts";

type Source = Pick<Ledger, "lines" | "onAppend">;

export interface HistoryIndex {
	/** Every run and refusal of the ledger, the last to end first. Not to be changed. */
	rows(): Promise<readonly HistoryRow[]>;
	/** null when the ledger holds no such receipt. */
	receipt(id: string): Promise<Receipt | null>;
	/** See jobLife. */
	life(jobId: string, receiptId: string | null): Promise<ReturnType<typeof jobLife>>;
}

/** How long everything stays after it was last asked for. */
const keptMs = 60_000;
/** Places kept of the newest receipts and jobs: a few MB at most. Older ones are looked for in the file. */
const mostPlaces = 20_000;

interface Kept {
	rows: readonly HistoryRow[];
	/** Where a receipt's line begins, and that of the acceptance of its run: null without one, undefined when not known. */
	readonly receipts: Map<string, { readonly at: number; readonly accepted: number | null | undefined }>;
	/** Where the newest acceptance of a job begins. */
	readonly accepted: Map<string, number>;
	/** Nothing was left out for want of room. */
	whole: boolean;
}

export function historyIndex(ledger: Source, clock: Pick<Clock, "after">, most = mostPlaces): HistoryIndex {
	let kept: Promise<Kept> | null = null;
	/** Lines appended while the file is read; null when nothing is being read or kept. */
	let late: ((line: LedgerLine) => void) | null = null;
	let cancel: (() => void) | null = null;
	const drop = () => {
		kept = null;
		late = null;
	};
	ledger.onAppend((entry, start) => {
		// A ledger that begins anew has forgotten all that was before.
		if (entry.event.type === "LedgerOpened") drop();
		else late?.({ entry, start });
	});

	const read = async (): Promise<Kept> => {
		const own: Kept = { rows: [], receipts: new Map(), accepted: new Map(), whole: true };
		const waiting: LedgerLine[] = [];
		const found: Receipt[] = [];
		late = (line) => waiting.push(line);
		const mine = late;
		let last = -1;
		await inTurns(ledger.lines(), (line) => {
			last = line.start;
			const receipt = place(own, line, most);
			if (receipt) found.push(receipt);
		});
		own.rows = historyRows(found);
		const add = (line: LedgerLine) => {
			const receipt = place(own, line, most);
			if (receipt) own.rows = addRow(own.rows, receipt);
		};
		for (const line of waiting) if (line.start > last) add(line);
		if (late === mine) late = add;
		return own;
	};
	const look = (): Promise<Kept> => {
		cancel?.();
		cancel = clock.after(keptMs, drop);
		if (!kept) {
			const reading = read();
			kept = reading;
			reading.catch(() => {
				if (kept === reading) drop();
			});
		}
		return kept;
	};
	const entryAt = (start: number): LedgerEntry | undefined => ledger.lines(start).next().value?.entry;
	const entriesFrom = function* (start: number): Generator<LedgerEntry, void, undefined> {
		for (const { entry } of ledger.lines(start)) yield entry;
	};

	return {
		rows: async () => (await look()).rows,
		async receipt(id) {
			const { receipts, whole } = await look();
			const known = receipts.get(id);
			if (known) return receiptIn(entryAt(known.at)?.event, id);
			if (whole) return null;
			for (const { event } of entriesFrom(0)) {
				const receipt = receiptIn(event, id);
				if (receipt) return receipt;
			}
			return null;
		},
		async life(jobId, receiptId) {
			const { receipts, accepted, whole } = await look();
			const known = receiptId === null ? accepted.get(jobId) : receipts.get(receiptId)?.accepted;
			if (known === undefined && !whole) return jobLife(entriesFrom(0), jobId, receiptId);
			return typeof known === "number" ? jobLife(entriesFrom(known), jobId, receiptId) : null;
		},
	};
}

/** Notes where the line stands; gives its receipt when it has one. */
function place(own: Kept, { entry: { event }, start }: LedgerLine, most: number): Receipt | null {
	if (event.type === "JobAccepted") {
		own.accepted.delete(event.jobId);
		own.accepted.set(event.jobId, start);
		own.whole = trim(own.accepted, most) && own.whole;
	}
	if (event.type !== "JobEnded" && event.type !== "JobRefused") return null;
	const { id, jobId } = event.receipt.body;
	const accepted = event.type === "JobEnded" ? own.accepted.get(jobId) : null;
	own.receipts.set(id, { at: start, accepted });
	own.whole = trim(own.receipts, most) && own.whole;
	return event.receipt;
}

/** Lets the oldest go above `most`; false when one had to. */
function trim(map: Map<string, unknown>, most: number): boolean {
	if (map.size <= most) return true;
	const [oldest] = map.keys();
	if (oldest !== undefined) map.delete(oldest);
	return false;
}

function receiptIn(event: LedgerEntry["event"] | undefined, id: string): Receipt | null {
	if (event?.type !== "JobEnded" && event?.type !== "JobRefused") return null;
	return event.receipt.body.id === id ? event.receipt : null;
}
