import { heroOf } from "../../../main/contract/hero.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { Page } from "../../page.tsx";
import { readerAt } from "../../reader.ts";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Pair } from "../../ui/sheet.tsx";
import { useNow } from "../../use-now.ts";
import { say } from "../../words.ts";
import { FirstWindow } from "./first-window.tsx";
import styles from "./lending.module.css";
import { Loan } from "./loan.tsx";
import { MayRun } from "./may-run.tsx";
import { Running } from "./running.tsx";
import { TrialCard } from "./trial-card.tsx";
import type { Trial } from "./use-trial.ts";

/** Is this PC lending, to whom, how much, and how to end it. */
export function LendingPage({ snapshot, trial }: { readonly snapshot: Snapshot; readonly trial: Trial | null }) {
	const now = useNow(30_000);
	const granted = snapshot.grants.length > 0;
	const untouched = !granted && snapshot.jobs.length === 0 && snapshot.historyCount === 0;
	if (untouched && !trial) return <FirstWindow snapshot={snapshot} />;
	// After Stop the proof comes first; the picture of before is still there, below.
	const isPast = !granted && trial !== null && trial.record.result !== null;
	const hero = heroOf(readerAt(Math.max(now, snapshot.at)), snapshot);
	return (
		<Page title={hero.title} why={hero.why} state={hero}>
			{!granted && snapshot.jobs.length === 0 ? (
				<div className={styles.row}>
					<ButtonLink kind="main" href={hrefOf({ page: "allow" })}>
						{say("page.lending.lend")}
					</ButtonLink>
				</div>
			) : null}
			{trial && !isPast ? <TrialCard trial={trial} allowed={granted} /> : null}
			<Loan snapshot={snapshot} />
			<Pair>
				<Running snapshot={snapshot} />
				<MayRun snapshot={snapshot} />
			</Pair>
			{trial && isPast ? <TrialCard trial={trial} allowed={granted} /> : null}
		</Page>
	);
}
