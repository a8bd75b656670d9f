import { useId, useRef, useState } from "react";
import type { AmountShare } from "../../../main/contract/amount-share.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client, problemOf } from "../../client.ts";
import { Page } from "../../page.tsx";
import { goTo } from "../../route.ts";
import { Notice } from "../../ui/notice.tsx";
import { locale, say } from "../../words.ts";
import type { Trial } from "../lending/use-trial.ts";
import styles from "./allow.module.css";
import { AmountsPart } from "./amounts-part.tsx";
import { draftOf, type Field, type Form, fieldOf, openFields, possibleAskers, startForm } from "./draft.ts";
import { PartProblem } from "./part.tsx";
import { Slip } from "./slip.tsx";
import { usePreview } from "./use-preview.ts";
import { WhatPart, WhoPart } from "./what-who-parts.tsx";
import { WhenPart } from "./when-part.tsx";

/** The consent form: nothing ticked, one calm column, and beside it the words that will be agreed to. */
export function AllowPage({
	snapshot,
	trial,
	share,
}: {
	readonly snapshot: Snapshot;
	readonly trial: Trial | null;
	readonly share?: AmountShare | undefined;
}) {
	const grant = snapshot.grants[0];
	const [form, setForm] = useState<Form>(() => startForm(snapshot, share));
	const [filledIn] = useState(snapshot.lastGrant !== null);
	const [pressed, setPressed] = useState(false);
	/** What is on its way: the page keeps its words until it has arrived. */
	const [busy, setBusy] = useState<"give" | "change" | null>(null);
	const [failed, setFailed] = useState<Problem | null>(null);
	const column = useRef<HTMLDivElement>(null);
	const id = useId();
	const askers = possibleAskers(snapshot);
	const preview = usePreview(draftOf(form, askers));
	const open = openFields(form);
	const isChange = busy ? busy === "change" : grant !== undefined;
	const problem = failed ?? preview.problem;
	const problemField = problem ? fieldOf(problem) : null;
	const change = (part: Partial<Form>) => {
		setFailed(null);
		setForm((before) => ({ ...before, ...part }));
	};
	const noteFor = (field: Field) =>
		problem && problemField === field ? (
			<PartProblem problem={problem} />
		) : pressed && open.includes(field) ? (
			<PartProblem words={say(`page.allow.open.${field}`)} />
		) : null;
	const lend = async () => {
		setPressed(true);
		const first = open[0] ?? problemField;
		if (first) {
			column.current?.querySelector<HTMLElement>(`[data-field="${first}"] input:not(:disabled)`)?.focus();
			return;
		}
		if (!preview.shown || !preview.draft || busy) return;
		setBusy(grant ? "change" : "give");
		try {
			await client.lend.on({
				draft: preview.draft,
				locale,
				shownDigest: preview.shown.digest,
				via: "window",
			});
			goTo({ page: "lending" });
		} catch (error) {
			setFailed(problemOf(error));
			setBusy(null);
		}
	};
	return (
		<Page
			title={say(isChange ? "page.allow.change" : "page.allow.title")}
			why={say(isChange ? "page.allow.change-why" : filledIn ? "page.allow.again-why" : "page.allow.why")}
		>
			{trial?.record.state === "queued" && !isChange ? (
				<Notice tone="sky">
					<b>{say("page.allow.trial")}</b> {say("page.allow.trial-needs")}
				</Notice>
			) : null}
			<div className={styles.columns}>
				<div className={styles.form} ref={column}>
					<WhatPart snapshot={snapshot} form={form} change={change} note={noteFor("classes")} />
					<WhoPart
						askers={askers}
						own={snapshot.requesters[0]?.publicKey}
						form={form}
						change={change}
						note={noteFor("askers")}
					/>
					<AmountsPart snapshot={snapshot} form={form} change={change} note={noteFor("amounts")} />
					<WhenPart
						snapshot={snapshot}
						form={form}
						change={change}
						note={noteFor("when")}
						hoursNote={noteFor("hours")}
						quietNote={noteFor("quiet")}
					/>
				</div>
				<Slip
					headingId={id}
					preview={preview}
					open={open}
					problem={problem && !problemField ? problem : null}
					blocked={problemField !== null}
					busy={busy !== null}
					isChange={isChange}
					onLend={() => void lend()}
					onNotNow={() => goTo({ page: "lending" })}
				/>
			</div>
		</Page>
	);
}
