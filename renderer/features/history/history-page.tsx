import { useEffect, useRef, useState } from "react";
import { durationWords } from "../../../main/contract/formats.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client } from "../../client.ts";
import { Page } from "../../page.tsx";
import { locale } from "../../reader.ts";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Quiet } from "../../ui/quiet.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { useNow } from "../../use-now.ts";
import { useStatus } from "../../use-snapshot.ts";
import { say } from "../../words.ts";
import { Cost } from "./cost.tsx";
import { Forget } from "./forget.tsx";
import styles from "./history.module.css";
import { RecordCheck } from "./record-check.tsx";
import { RunsSheet } from "./runs-sheet.tsx";
import { weekOf } from "./week.ts";
import { WeekPicture } from "./week-picture.tsx";

/** What ran here, what it cost, and the proof of each run. */
export function HistoryPage({ snapshot }: { readonly snapshot: Snapshot }) {
	const now = useNow(60_000);
	const offline = useStatus().link === "offline";
	const days = useAsk(() => client.history.days({ days: 7 }), `${snapshot.historyCount}:${offline}`);
	const week = days.answer ? weekOf(days.answer) : null;
	const [forgotten, setForgotten] = useState(false);
	if (snapshot.historyCount === 0) {
		return (
			<Page key="empty" title={say("page.history.empty")} why={say("page.history.empty-why")}>
				{forgotten ? <Forgotten /> : null}
				<Sheet label={say("page.history.runs")}>
					{snapshot.grants.length > 0 ? (
						<Quiet words={say("page.lending.nothing-yet")} />
					) : (
						<Quiet words={say("page.history.empty-off")}>
							<ButtonLink href={hrefOf({ page: "allow" })}>{say("page.first.choose")}</ButtonLink>
						</Quiet>
					)}
				</Sheet>
			</Page>
		);
	}
	return (
		<Page title={week ? titleOf(week.lentMs) : say("page.history.name")} why={say("page.history.why")}>
			{days.problem && !(offline && days.problem.code === "agent.not-running") ? (
				<ProblemNotice problem={days.problem} onRetry={days.again} />
			) : null}
			{days.problem && !days.answer ? null : (
				<div className={styles.columns}>
					<Sheet title={say("page.history.week")}>
						{days.answer ? (
							<WeekPicture days={days.answer} />
						) : (
							<Waiting words={say("page.history.loading")} lines={5} />
						)}
					</Sheet>
					{week ? <Cost week={week} /> : null}
				</div>
			)}
			<RunsSheet count={snapshot.historyCount} own={snapshot.requesters[0]?.name} now={now} offline={offline} />
			<RecordCheck />
			<Forget now={now} onForgotten={() => setForgotten(true)} />
		</Page>
	);
}

/** Takes the focus that stood on the button, which is gone with the history. */
function Forgotten() {
	const words = useRef<HTMLDivElement>(null);
	useEffect(() => words.current?.focus(), []);
	return (
		<div ref={words} tabIndex={-1}>
			<Notice tone="pine" role="status">
				{say("page.history.forgotten")}
			</Notice>
		</div>
	);
}

function titleOf(lentMs: number): string {
	return lentMs > 0
		? say("page.history.title", { took: durationWords(locale, lentMs) })
		: say("page.history.title-none");
}
