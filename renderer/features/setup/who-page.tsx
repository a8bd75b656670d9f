import { useId, useState } from "react";
import { Page } from "../../page.tsx";
import { goTo, hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Choice } from "../../ui/controls.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import { changeDraft, openQuestion, useDraft } from "./draft.ts";
import styles from "./setup.module.css";

/** One question: is this PC on its own, or is there an invite to a home? */
export function WhoPage() {
	const draft = useDraft();
	const [pressed, setPressed] = useState(false);
	const id = useId();
	const open = openQuestion(draft);
	const next = () => {
		setPressed(true);
		if (!open) goTo({ page: "setup", screen: "plan" });
	};
	return (
		<Page title={say("page.setup.who")} why={say("page.setup.who-why")}>
			<Sheet label={say("page.setup.who")}>
				<span id={id} hidden>
					{say("page.setup.who")}
				</span>
				<Choice
					labelledBy={id}
					value={draft.home}
					onChange={(home) => changeDraft({ home })}
					options={[
						{ value: "this-pc", label: say("page.setup.just-this"), line: say("page.setup.just-this-line") },
						{ value: "invite", label: say("page.setup.invite"), line: say("page.setup.invite-line") },
					]}
				/>
				{draft.home === "invite" ? (
					<label className={styles.field}>
						<span>{say("page.setup.link")}</span>
						<input
							type="text"
							inputMode="url"
							autoComplete="off"
							spellCheck={false}
							dir="ltr"
							value={draft.link}
							placeholder="hearth://join#"
							aria-invalid={pressed && open !== null}
							aria-describedby={`${id}-open`}
							onChange={(event) => changeDraft({ link: event.target.value })}
						/>
						<small>{say("page.setup.link-line")}</small>
					</label>
				) : null}
				<p id={`${id}-open`} className={styles.open} role="status">
					{pressed && open ? say(`page.setup.open.${open}`) : ""}
				</p>
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
