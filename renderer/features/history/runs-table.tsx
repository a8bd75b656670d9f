import type { HistoryRow } from "../../../main/contract/calls.ts";
import { durationWords, momentWords, numberWords } from "../../../main/contract/formats.ts";
import { locale } from "../../reader.ts";
import { hrefOf } from "../../route.ts";
import { Button } from "../../ui/button.tsx";
import { say, sayKnown } from "../../words.ts";
import styles from "./history.module.css";

interface RunsTableProps {
	readonly rows: readonly HistoryRow[];
	readonly total: number;
	readonly skipped: number;
	readonly own: string | undefined;
	readonly now: number;
	readonly older: (() => void) | null;
	readonly newer: (() => void) | null;
}

/** What ran here, newest first, one page at a time. */
export function RunsTable({ rows, total, skipped, own, now, older, newer }: RunsTableProps) {
	const n = (count: number) => numberWords(locale, count);
	return (
		<>
			<table className={styles.table} aria-rowcount={total + 1}>
				<caption className={styles.spoken}>{say("page.history.caption")}</caption>
				<thead>
					<tr>
						<th scope="col">{say("page.history.when")}</th>
						<th scope="col">{say("page.history.what")}</th>
						<th scope="col">{say("page.history.for")}</th>
						<th scope="col" className={styles.num}>
							{say("page.history.took")}
						</th>
						<th scope="col">{say("page.history.ended")}</th>
						<th scope="col">
							<span className={styles.spoken}>{say("page.history.receipt")}</span>
						</th>
					</tr>
				</thead>
				<tbody>
					{rows.map((row, i) => (
						<tr key={row.receiptId} aria-rowindex={skipped + i + 2}>
							<td className={styles.when}>{momentWords(locale, row.endedAt, now)}</td>
							<td className={styles.what}>{row.title}</td>
							<td className={styles.for}>{row.requesterName === own ? say("window.you") : row.requesterName}</td>
							<td className={styles.num}>
								{row.end === "refused"
									? say("page.history.never-ran")
									: durationWords(locale, row.endedAt - row.startedAt)}
							</td>
							<td className={styles.ended}>{sayKnown(`end.${row.end}`, {}, row.end)}</td>
							<td className={styles.slipLink}>
								<a
									href={hrefOf({ page: "receipt", id: row.receiptId })}
									aria-label={say("page.history.receipt-of", { title: row.title })}
								>
									{say("page.history.receipt-link")}
								</a>
							</td>
						</tr>
					))}
				</tbody>
			</table>
			{older || newer ? (
				<nav className={styles.pager} aria-label={say("page.history.pages")}>
					<Button kind="small" onPress={newer ?? (() => undefined)} isDisabled={!newer}>
						{say("page.history.newer")}
					</Button>
					<span role="status">
						{say("page.history.range", { from: n(skipped + 1), to: n(skipped + rows.length), total: n(total) })}
					</span>
					<Button kind="small" onPress={older ?? (() => undefined)} isDisabled={!older}>
						{say("page.history.older")}
					</Button>
				</nav>
			) : null}
		</>
	);
}
