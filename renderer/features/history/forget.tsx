import { useEffect, useId, useRef, useState } from "react";
import type { HistoryLoss } from "../../../main/contract/calls.ts";
import { dateWords, numberWords } from "../../../main/contract/formats.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import { client, problemOf } from "../../client.ts";
import { locale } from "../../reader.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import styles from "./history.module.css";
import { SaveButtons } from "./save-buttons.tsx";

interface ForgetProps {
	readonly now: number;
	/** The history is gone. */
	readonly onForgotten: () => void;
}

/** A quiet place to delete the history: shows what would be lost, offers a copy, and asks, since this cannot be undone. */
export function Forget({ now, onForgotten }: ForgetProps) {
	const [loss, setLoss] = useState<HistoryLoss | null>(null);
	const [problem, setProblem] = useState<Problem | null>(null);
	const [busy, setBusy] = useState(false);
	const opener = useRef<HTMLDivElement>(null);
	const was = useRef(false);
	useEffect(() => {
		if (was.current && !loss) opener.current?.querySelector("button")?.focus();
		was.current = loss !== null;
	}, [loss]);
	const attempt = async (act: () => Promise<void>) => {
		setBusy(true);
		setProblem(null);
		await act().catch((error) => setProblem(problemOf(error)));
		setBusy(false);
	};
	const look = () => attempt(async () => setLoss(await client.history.loss({})));
	const forget = (head: string) =>
		attempt(async () => {
			await client.history.forget({ head, via: "window" });
			onForgotten();
		});
	return (
		<Sheet title={say("page.history.forget")}>
			{problem ? (
				<ProblemNotice
					problem={problem}
					{...(problem.code === "history.changed" ? { onRetry: () => void look() } : {})}
				/>
			) : null}
			{loss ? (
				<Question
					loss={loss}
					now={now}
					busy={busy}
					onProblem={setProblem}
					onYes={() => void forget(loss.head)}
					onNo={() => {
						setLoss(null);
						setProblem(null);
					}}
				/>
			) : (
				<div className={styles.record} ref={opener}>
					<p className={styles.soft}>{say("page.history.forget-why")}</p>
					<Button kind="small" onPress={() => void look()} isPending={busy}>
						{say("page.history.forget-look")}
					</Button>
				</div>
			)}
		</Sheet>
	);
}

interface QuestionProps {
	readonly loss: HistoryLoss;
	readonly now: number;
	readonly busy: boolean;
	readonly onProblem: (problem: Problem | null) => void;
	readonly onYes: () => void;
	readonly onNo: () => void;
}

function Question({ loss, now, busy, onProblem, onYes, onNo }: QuestionProps) {
	const id = useId();
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => heading.current?.focus(), []);
	const { runs: n, refused, grants, since } = loss;
	return (
		// biome-ignore lint/a11y/useSemanticElements: a question with its answers, not the fields of a form
		<div className={styles.question} role="group" aria-labelledby={id}>
			<h3 id={id} ref={heading} tabIndex={-1}>
				{say("page.history.forget-ask")}
			</h3>
			<ul className={styles.facts}>
				<li>
					{say("page.history.forget-loss", { n, words: numberWords(locale, n), since: dateWords(locale, since, now) })}
				</li>
				{refused > 0 ? <li>{say("page.history.forget-refused", { n: refused })}</li> : null}
				{grants > 0 ? <li>{say("page.history.forget-stays")}</li> : null}
				<li>{say("page.history.forget-others")}</li>
			</ul>
			<p>{say("page.history.forget-keep")}</p>
			<SaveButtons onProblem={onProblem} />
			<div className={styles.answers}>
				<Button kind="main" onPress={onNo}>
					{say("page.history.forget-no")}
				</Button>
				<Button onPress={onYes} isPending={busy}>
					{say(busy ? "page.history.forget-busy" : "page.history.forget-yes")}
				</Button>
			</div>
		</div>
	);
}
