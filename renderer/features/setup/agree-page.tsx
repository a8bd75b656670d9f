import { useEffect } from "react";
import { partOfStep, type SetupPartId } from "../../../main/contract/setup.ts";
import { client } from "../../client.ts";
import { Page } from "../../page.tsx";
import { goTo, hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import { agreedParts, answerOf, askable, changeDraft, forgetDraft, nextPart, useDraft } from "./draft.ts";
import styles from "./setup.module.css";
import { askSetup } from "./setup-live.ts";
import { diskWords, spanWords, sumOf } from "./setup-words.ts";
import { Places } from "./step-details.tsx";

/** One question for one part: yes, or not now, both as large. It runs only after the last answer. */
export function AgreePage({ part }: { readonly part: string }) {
	const draft = useDraft();
	const { shown } = draft;
	const ids = askable(draft);
	const id = ids.find((one) => one === part) ?? null;
	const lost = shown === null || id === null;
	useEffect(() => {
		// Opened by its address: there is no plan that could be agreed to yet.
		if (lost) goTo({ page: "setup", screen: "who" });
	}, [lost]);
	if (!shown || !id) return null;
	const steps = shown.plan.steps.filter((step) => partOfStep(step.id) === id).map((step) => step.shown);
	const { seconds, diskBytes } = sumOf(steps);
	const mayRestart = steps.some(({ restart }) => restart);
	const administrator = steps.filter(({ rights }) => rights === "administrator");
	const answer = (yes: boolean) => {
		const now = { ...draft, answers: { ...draft.answers, [id]: yes } };
		changeDraft({ answers: now.answers });
		const next = nextPart(now, id);
		if (next) return goTo({ page: "setup", screen: "agree", part: next });
		const parts = agreedParts(now);
		if (parts.length === 0) return goTo({ page: "setup", screen: "done" });
		const choices = answerOf(draft);
		const { hash } = shown;
		forgetDraft();
		askSetup(() => client.setup.apply({ choices, hash, parts }));
		goTo({ page: "setup" });
	};
	const before = ids[ids.indexOf(id) - 1];
	return (
		<Page title={say(`setup.part.${id}.ask`)} why={say(`setup.part.${id}.why`)}>
			<Sheet title={say("page.setup.touches")}>
				<Places shown={steps} />
				<p className={styles.soft}>{say("page.setup.sum", { disk: diskWords(diskBytes), time: spanWords(seconds) })}</p>
				<p className={styles.soft}>{say("page.setup.undoable")}</p>
			</Sheet>
			{administrator.length > 0 ? (
				<Sheet title={say("page.setup.password")}>
					<p>{say("page.setup.password-why")}</p>
					<Places shown={administrator} />
					<p className={styles.soft}>{say("page.setup.password-no")}</p>
				</Sheet>
			) : null}
			{mayRestart ? (
				<Sheet title={say("page.setup.may-restart")}>
					<p>{say("setup.may-restart")}</p>
				</Sheet>
			) : null}
			<div className={styles.answers}>
				<Button kind="main" wide onPress={() => answer(true)}>
					{say(administrator.length > 0 ? "page.setup.yes-password" : "page.setup.yes")}
				</Button>
				<Button wide onPress={() => answer(false)}>
					{say("page.setup.not-now")}
				</Button>
			</div>
			<div className={styles.row}>
				<ButtonLink kind="small" href={hrefOf(backOf(before))}>
					{say("page.setup.back")}
				</ButtonLink>
			</div>
		</Page>
	);
}

const backOf = (before: SetupPartId | undefined) =>
	before ? ({ page: "setup", screen: "agree", part: before } as const) : ({ page: "setup", screen: "plan" } as const);
