import { useEffect, useId, useState } from "react";
import { looksLikeInvite } from "../../../main/contract/invite-text.ts";
import { Page } from "../../page.tsx";
import { goTo, hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Choice } from "../../ui/controls.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import { changeDraft, openQuestion, useDraft } from "./draft.ts";
import { InviteField, refusalWords } from "./invite-field.tsx";
import styles from "./setup.module.css";
import { useInvite } from "./use-invite.ts";

/** One question: is this PC on its own, or is there an invite to a home? */
export function WhoPage() {
	const draft = useDraft();
	const [pressed, setPressed] = useState(false);
	/** Next was pressed while the link was still being read: it goes on with the answer. */
	const [going, setGoing] = useState(false);
	const id = useId();
	const invite = useInvite(draft.home === "invite" ? draft.link : "");
	const open = openQuestion(draft, invite);
	const next = () => {
		setPressed(true);
		setGoing(true);
	};
	useEffect(() => {
		if (!going || open === "reading") return;
		setGoing(false);
		if (open === null) goTo({ page: "setup", screen: "plan" });
	}, [going, open]);
	const change = (to: Parameters<typeof changeDraft>[0]) => {
		setPressed(false);
		setGoing(false);
		changeDraft(to);
	};
	const isDue = pressed || (draft.home === "invite" && looksLikeInvite(draft.link));
	const words = open === null || !isDue ? null : invite.problem ? refusalWords(invite.problem) : sayOpen(open);
	return (
		<Page title={say("page.setup.who")} why={say("page.setup.who-why")}>
			<Sheet label={say("page.setup.who")}>
				<span id={id} hidden>
					{say("page.setup.who")}
				</span>
				<Choice
					labelledBy={id}
					value={draft.home}
					onChange={(home) => change({ home })}
					options={[
						{ value: "this-pc", label: say("page.setup.just-this"), line: say("page.setup.just-this-line") },
						{ value: "invite", label: say("page.setup.invite"), line: say("page.setup.invite-line") },
					]}
				/>
				{draft.home === "invite" ? (
					<InviteField
						link={draft.link}
						onChange={(link) => change({ link })}
						open={words}
						summary={open === null ? invite.summary : null}
					/>
				) : (
					<p className={styles.open} role="status">
						{words}
					</p>
				)}
			</Sheet>
			<div className={styles.row}>
				<Button kind="main" onPress={next}>
					{say("page.setup.next")}
				</Button>
				<ButtonLink href={hrefOf({ page: "setup" })}>{say("page.setup.back")}</ButtonLink>
			</div>
		</Page>
	);
}

/** Reading takes a moment only: it is not worth a word. */
const sayOpen = (open: NonNullable<ReturnType<typeof openQuestion>>) =>
	open === "choose" || open === "paste" ? say(`page.setup.open.${open}`) : null;
