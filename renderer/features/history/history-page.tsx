import { useState } from "react";
import { durationWords, numberWords } from "../../../main/contract/formats.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client, problemOf } from "../../client.ts";
import { Page } from "../../page.tsx";
import { locale } from "../../reader.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { useNow } from "../../use-now.ts";
import { say } from "../../words.ts";
import { Bars } from "./bars.tsx";
import styles from "./history.module.css";
import { RecordCheck } from "./record-check.tsx";
import { RunsTable } from "./runs-table.tsx";
import { exportHistory, useRows } from "./use-rows.ts";
import { weekOf } from "./week.ts";

const rowsWide = 14;
const rowsNarrow = 8;

/** What ran here, what it cost, and the proof of each run: a table first, the picture beside it. */
export function HistoryPage({ snapshot }: { readonly snapshot: Snapshot }) {
	const now = useNow(60_000);
	const [pageSize] = useState(() => (window.matchMedia("(max-width: 720px)").matches ? rowsNarrow : rowsWide));
	const days = useAsk(() => client.history.days({ days: 7 }), String(snapshot.historyCount));
	const { asked, skipped, older, newer } = useRows(pageSize, snapshot.historyCount);
	const [failed, setFailed] = useState<Problem | null>(null);
	const week = days.answer ? weekOf(days.answer) : null;
	const problem = failed ?? asked.problem ?? days.problem;
	if (snapshot.historyCount === 0) {
		return <Page title={say("page.history.empty")} why={say("page.history.empty-why")} />;
	}
	return (
		<Page title={week ? titleOf(week.lentMs) : say("page.history.name")} why={say("page.history.why")}>
			{problem ? <ProblemNotice problem={problem} onRetry={asked.problem ? asked.again : days.again} /> : null}
			<div className={styles.columns}>
				<Sheet
					title={say("page.history.runs")}
					aside={
						<Button kind="small" onPress={() => void exportHistory().catch((error) => setFailed(problemOf(error)))}>
							{say("page.history.export")}
						</Button>
					}
				>
					{asked.answer ? (
						<RunsTable
							rows={asked.answer.rows}
							total={asked.answer.total}
							skipped={skipped}
							own={snapshot.requesters[0]?.name}
							now={now}
							older={older}
							newer={newer}
						/>
					) : (
						<Waiting words={say("page.history.loading")} lines={5} />
					)}
				</Sheet>
				<div className={styles.side}>
					<Sheet title={say("page.history.per-day")}>{days.answer ? <Bars days={days.answer} /> : null}</Sheet>
					<Sheet title={say("page.history.cost")}>
						{week ? (
							<dl className={styles.cost}>
								<div>
									<dt>{say("page.history.energy")}</dt>
									<dd>{energyWords(week.wattHours)}</dd>
								</div>
								<div>
									<dt>{say("page.history.stepped-back")}</dt>
									<dd>{say("page.history.times", { n: week.steppedBack })}</dd>
								</div>
								<div>
									<dt>{say("page.history.ran")}</dt>
									<dd>{say("page.history.times", { n: week.runs })}</dd>
								</div>
							</dl>
						) : null}
						<p className={styles.soft}>{say("page.history.energy-how")}</p>
					</Sheet>
					<RecordCheck />
				</div>
			</div>
		</Page>
	);
}

function titleOf(lentMs: number): string {
	return lentMs > 0
		? say("page.history.title", { took: durationWords(locale, lentMs) })
		: say("page.history.title-none");
}

function energyWords(wattHours: number): string {
	return wattHours >= 100
		? say("page.history.kwh", { n: numberWords(locale, wattHours / 1000, 2) })
		: say("page.history.wh", { n: numberWords(locale, wattHours, wattHours < 1 ? 2 : 1) });
}
