import { useState } from "react";
import type { Problem } from "../../../main/contract/problem.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { Page } from "../../page.tsx";
import { goTo, hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { StateIcon } from "../../ui/icons.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Pair, Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import { changeDraft } from "../setup/draft.ts";
import styles from "./lending.module.css";
import { Loan } from "./loan.tsx";
import { startTrial } from "./use-trial.ts";

const promises = ["page.first.promise-stop", "page.first.promise-files", "page.first.promise-proof"] as const;
const steps = ["page.first.step-ask", "page.first.step-choose", "page.first.step-see"] as const;

/** Nothing was ever lent: no ember, nothing ticked, one thing to try and a way to begin. */
export function FirstWindow({ snapshot }: { readonly snapshot: Snapshot }) {
	const [problem, setProblem] = useState<Problem | null>(null);
	const [busy, setBusy] = useState(false);
	const tryIt = async () => {
		setBusy(true);
		const failed = await startTrial();
		setBusy(false);
		setProblem(failed);
		if (!failed) goTo({ page: "allow" });
	};
	const withInvite = () => {
		changeDraft({ home: "invite" });
		goTo({ page: "setup", screen: "who" });
	};
	return (
		<Page
			title={say("page.lending.off")}
			state={{ label: say("state.off"), tone: "soft", shape: "off" }}
			why={say("page.first.why")}
		>
			<Pair>
				<Sheet title={say("page.first.try")}>
					<ol className={styles.steps}>
						{steps.map((code) => (
							<li key={code}>{say(code)}</li>
						))}
					</ol>
					{problem ? <ProblemNotice problem={problem} /> : null}
					<div className={styles.row}>
						<Button kind="main" onPress={() => void tryIt()} isPending={busy}>
							{say("page.first.try-button")}
						</Button>
						<ButtonLink href={hrefOf({ page: "allow" })}>{say("page.first.choose")}</ButtonLink>
					</div>
					<p className={styles.note}>{say("page.first.invite")}</p>
					<div className={styles.row}>
						<Button kind="small" onPress={withInvite}>
							{say("page.setup.invite")}
						</Button>
					</div>
				</Sheet>
				<Sheet title={say("page.first.promise")}>
					<ul className={styles.promises}>
						{promises.map((code) => (
							<li key={code}>
								<StateIcon shape="done" />
								{say(code)}
							</li>
						))}
					</ul>
				</Sheet>
			</Pair>
			<Loan snapshot={snapshot} />
		</Page>
	);
}
