import { useEffect } from "react";
import {
	partOfStep,
	type SetupPartId,
	type SetupStatus,
	type ShownSetup,
	settledParts,
} from "../../../main/contract/setup.ts";
import { client } from "../../client.ts";
import { Page } from "../../page.tsx";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { CopiedText } from "../../ui/copied-text.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { say } from "../../words.ts";
import { answerOf, nextPart, takePlan, useDraft } from "./draft.ts";
import styles from "./setup.module.css";
import { diskWords, inviteArgs, spanWords, sumOf, told } from "./setup-words.ts";
import { StepDetails } from "./step-details.tsx";

/** Everything that would change, as the plan has it, before anything does. */
export function PlanPage({ status }: { readonly status: SetupStatus }) {
	const draft = useDraft();
	const choices = answerOf(draft);
	const asked = useAsk(() => client.setup.plan({ choices }), `plan ${JSON.stringify(choices)}`);
	const shown = asked.answer;
	useEffect(() => {
		if (shown) takePlan(shown, settledParts(shown, status));
	}, [shown, status]);
	const empty = shown?.plan.steps.length === 0;
	const settled = shown ? settledParts(shown, status) : [];
	const first = nextPart({ ...draft, shown, settled }, null);
	return (
		<Page
			title={say(empty ? "page.setup.plan-none" : "page.setup.plan")}
			why={say(empty ? "page.setup.plan-none-why" : "page.setup.plan-why")}
		>
			{asked.problem ? <ProblemNotice problem={asked.problem} onRetry={asked.again} /> : null}
			{shown ? (
				<Plan shown={shown} settled={settled} />
			) : asked.busy ? (
				<Waiting words={say("page.setup.looking")} lines={5} />
			) : null}
			<div className={styles.row}>
				{first ? (
					<ButtonLink kind="main" href={hrefOf({ page: "setup", screen: "agree", part: first })}>
						{say("page.setup.next")}
					</ButtonLink>
				) : shown ? (
					<ButtonLink kind="main" href={hrefOf({ page: "setup", ...(empty && { screen: "done" as const }) })}>
						{say("page.setup.next")}
					</ButtonLink>
				) : null}
				<ButtonLink href={hrefOf({ page: "setup", screen: "who" })}>{say("page.setup.back")}</ButtonLink>
			</div>
		</Page>
	);
}

function Plan({ shown, settled }: { readonly shown: ShownSetup; readonly settled: readonly SetupPartId[] }) {
	return (
		<>
			<Notes shown={shown} />
			{shown.parts.map(({ id }) => (
				<Part key={id} id={id} shown={shown} isSettled={settled.includes(id)} />
			))}
			{shown.cannot.length > 0 ? (
				<Sheet title={say("page.setup.cannot")}>
					<ul className={styles.plain}>
						{shown.cannot.map(({ id, why, next, entry }) => (
							<li key={id}>
								<b>{say(`setup.part.${id}`)}</b>
								<p>{`${told(why)} ${told(next)}`}</p>
								{entry ? <Entry text={entry} /> : null}
							</li>
						))}
					</ul>
				</Sheet>
			) : null}
			{shown.plan.steps.length > 0 ? (
				<details className={styles.step}>
					<summary>{say("page.setup.check-plan")}</summary>
					<p className={styles.soft}>{say("page.setup.check-plan-line")}</p>
					<code className={styles.hash} dir="ltr">
						{shown.hash}
					</code>
				</details>
			) : null}
		</>
	);
}

/** Whose invite it is, and what is worth saying about it. */
function Notes({ shown: { choices, notes } }: { readonly shown: ShownSetup }) {
	if (choices.home === "this-pc" && notes.length === 0) return null;
	return (
		<Notice tone="sky">
			{choices.home === "invite" ? <b>{say("setup.invite.is", inviteArgs(choices.invite))}</b> : null}
			{notes.map((note) => (
				<p key={note.code}>{told(note)}</p>
			))}
		</Notice>
	);
}

/** For the one who keeps the household's list: what to write there. */
function Entry({ text }: { readonly text: string }) {
	return (
		<details className={styles.entry}>
			<summary>{say("page.setup.entry")}</summary>
			<CopiedText text={text} />
		</details>
	);
}

function Part(props: { readonly id: SetupPartId; readonly shown: ShownSetup; readonly isSettled: boolean }) {
	const { id, shown, isSettled } = props;
	const steps = shown.plan.steps.filter((step) => partOfStep(step.id) === id);
	const { seconds, diskBytes } = sumOf(steps.map((step) => step.shown));
	const administrator = steps.some((step) => step.shown.rights === "administrator");
	return (
		<Sheet
			title={say(`setup.part.${id}`)}
			aside={isSettled ? <span className={styles.settled}>{say("page.setup.state.done")}</span> : null}
		>
			<p className={styles.soft}>
				{say("page.setup.sum", { disk: diskWords(diskBytes), time: spanWords(seconds) })}{" "}
				{say(administrator ? "page.setup.sum-administrator" : "page.setup.sum-person")}
			</p>
			<div className={styles.steps}>
				{steps.map((step) => (
					<StepDetails key={step.id} shown={step.shown} />
				))}
			</div>
		</Sheet>
	);
}
