import { type FocusEvent, memo, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { HistoryRow } from "../../../main/contract/calls.ts";
import { durationWords, momentWords } from "../../../main/contract/formats.ts";
import { locale } from "../../reader.ts";
import { hrefOf } from "../../route.ts";
import heard from "../../ui/hidden.module.css";
import { say, sayKnown } from "../../words.ts";
import styles from "./runs.module.css";
import type { Runs } from "./use-runs.ts";
import { type Extent, extentAt, piecesOf } from "./visible-rows.ts";

interface RunsTableProps {
	readonly runs: Runs;
	readonly total: number;
	/** Name of this PC's own requester. */
	readonly own: string | undefined;
	readonly now: number;
}

const columns = ["when", "what", "for", "took", "ended"] as const;

/**
 * What ran here, newest first: one real table that scrolls in its own box. Only the rows in view are drawn; the rest are
 * gaps of their height, and every row tells its place in the whole list.
 */
export function RunsTable({ runs, total, own, now }: RunsTableProps) {
	const box = useRef<HTMLElement>(null);
	const [extent, setExtent] = useState<Extent>({ first: 0, end: 0 });
	const [rowHeight, setRowHeight] = useState(56);
	const [focused, setFocused] = useState<number | null>(null);
	const { want, rowAt } = runs;
	const look = useCallback(() => {
		const element = box.current;
		if (!element) return;
		const next = extentAt(element.scrollTop, element.clientHeight, rowHeight, total);
		setExtent((before) => (before.first === next.first && before.end === next.end ? before : next));
		want(next.first, next.end);
	}, [rowHeight, total, want]);
	useLayoutEffect(() => {
		const element = box.current;
		if (!element) return;
		const measure = () => {
			setRowHeight(Number.parseFloat(getComputedStyle(element).getPropertyValue("--row-px")) || 56);
			look();
		};
		measure();
		const observer = new ResizeObserver(measure);
		observer.observe(element);
		return () => observer.disconnect();
	}, [look]);
	const onFocus = (event: FocusEvent) => setFocused(indexOf(event.target));
	// Between two rows the first must stay until the second has the focus, or there is nothing left to give it to.
	const onBlur = (event: FocusEvent) => {
		if (!event.currentTarget.contains(event.relatedTarget)) setFocused(null);
	};
	return (
		// biome-ignore-start lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reached by keyboard
		<section
			ref={box}
			className={styles.box}
			onScroll={look}
			tabIndex={0}
			aria-label={say("page.history.list")}
			data-runs={total}
		>
			<table className={styles.table} aria-rowcount={total + 1}>
				<caption className={heard.hidden}>{say("page.history.caption")}</caption>
				<thead>
					<tr aria-rowindex={1}>
						{columns.map((one) => (
							<th key={one} scope="col" className={styles[one]}>
								{say(`page.history.${one}`)}
							</th>
						))}
						<th scope="col" className={styles.slip}>
							<span className={heard.hidden}>{say("page.history.receipt")}</span>
						</th>
					</tr>
				</thead>
				<tbody onFocus={onFocus} onBlur={onBlur}>
					{piecesOf(extent, total, focused).map((piece, i) =>
						piece.kind === "gap" ? (
							// biome-ignore lint/suspicious/noArrayIndexKey: a gap is nothing but its place
							// biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row of a table takes no focus
							<tr key={`gap-${i}`} className={styles.gap} aria-hidden="true">
								<td colSpan={6} style={{ blockSize: piece.rows * rowHeight }} />
							</tr>
						) : (
							<Row key={piece.index} index={piece.index} row={rowAt(piece.index)} own={own} now={now} />
						),
					)}
				</tbody>
			</table>
		</section>
		// biome-ignore-end lint/a11y/noNoninteractiveTabindex: see above
	);
}

const indexOf = (element: Element) => Number(element.closest("tr")?.getAttribute("aria-rowindex") ?? Number.NaN) - 2;

interface RowProps {
	readonly index: number;
	readonly row: HistoryRow | undefined;
	readonly own: string | undefined;
	readonly now: number;
}

const Row = memo(function Row({ index, row, own, now }: RowProps) {
	if (!row) {
		return (
			<tr aria-rowindex={index + 2} className={styles.row}>
				<td colSpan={6} className={styles.coming}>
					…
				</td>
			</tr>
		);
	}
	const lengthMs = row.endedAt - row.startedAt;
	return (
		<tr aria-rowindex={index + 2} className={styles.row}>
			<td className={styles.when}>{momentWords(locale, row.endedAt, now)}</td>
			<td className={styles.what}>
				<span className={styles.clamp}>{row.title}</span>
			</td>
			<td className={styles.for}>
				<span className={styles.clamp}>{row.requesterName === own ? say("window.you") : row.requesterName}</span>
			</td>
			<td className={styles.took}>
				{row.end === "refused" ? say("page.history.never-ran") : durationWords(locale, lengthMs)}
			</td>
			<td className={styles.ended}>
				<span className={styles.clamp}>{sayKnown(`end.${row.end}`, {}, row.end)}</span>
			</td>
			<td className={styles.slip}>
				<a
					href={hrefOf({ page: "receipt", id: row.receiptId })}
					aria-label={say("page.history.receipt-of", { title: row.title })}
				>
					{say("page.history.receipt-link")}
				</a>
			</td>
		</tr>
	);
});
