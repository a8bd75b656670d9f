import { useState } from "react";
import { numberWords } from "../../../main/contract/formats.ts";
import type { LedgerCheck } from "../../../main/contract/ledger.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import { client, problemOf } from "../../client.ts";
import { locale } from "../../reader.ts";
import { Button } from "../../ui/button.tsx";
import { Shield, StateIcon } from "../../ui/icons.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import styles from "./history.module.css";

/** Checks the whole record on the PC: every line's signature and its link to the line before. */
export function RecordCheck() {
	const [check, setCheck] = useState<LedgerCheck | null>(null);
	const [problem, setProblem] = useState<Problem | null>(null);
	const [busy, setBusy] = useState(false);
	const run = async () => {
		setBusy(true);
		setProblem(null);
		try {
			setCheck(await client.history.verify({}));
		} catch (error) {
			setProblem(problemOf(error));
		}
		setBusy(false);
	};
	return (
		<Sheet title={say("page.history.record")}>
			<div className={styles.record}>
				<p className={styles.soft}>{say("page.history.record-why")}</p>
				<Button kind="small" onPress={() => void run()} isPending={busy}>
					{say(busy ? "page.history.record-busy" : "page.history.record-check")}
				</Button>
			</div>
			{problem ? <ProblemNotice problem={problem} /> : null}
			{check ? (
				<Notice
					tone={check.ok ? "pine" : "warn"}
					role="status"
					icon={check.ok ? <Shield /> : <StateIcon shape="problem" />}
				>
					{check.ok
						? say("page.history.record-ok", { n: numberWords(locale, check.entries) })
						: say("page.history.record-broken", { line: numberWords(locale, check.fault?.line ?? 0) })}
				</Notice>
			) : null}
		</Sheet>
	);
}
