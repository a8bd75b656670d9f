import type { Problem } from "../../../main/contract/problem.ts";
import { locale } from "../../reader.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { say, sayKnown } from "../../words.ts";
import styles from "./allow.module.css";
import type { Field } from "./draft.ts";
import type { Preview } from "./use-preview.ts";

interface SlipProps {
	readonly headingId: string;
	readonly preview: Preview;
	readonly open: readonly Field[];
	/** A problem that belongs to no single field. */
	readonly problem: Problem | null;
	/** A problem is shown at its field. */
	readonly blocked: boolean;
	readonly busy: boolean;
	readonly isChange: boolean;
	readonly onLend: () => void;
	readonly onNotNow: () => void;
}

/** The words that will be agreed to, as the agent will record them, and the two ways on: equally large, equally near. */
export function Slip(props: SlipProps) {
	const { preview, problem } = props;
	return (
		<section className={styles.slip} aria-labelledby={props.headingId}>
			<h2 id={props.headingId}>{say("page.allow.slip")}</h2>
			<div className={styles.text} aria-live="polite">
				{preview.shown ? (
					<p className={styles.sentence}>{preview.shown.text}</p>
				) : (
					<p className={styles.soft}>{openWords(props)}</p>
				)}
				{preview.warnings.map((one) => (
					<p key={one.code} className={styles.warning}>
						{sayKnown(one.code, one.args, say("page.allow.warning"))}
					</p>
				))}
			</div>
			{problem ? <ProblemNotice problem={problem} /> : null}
			<div className={styles.buttons}>
				<Button kind="main" wide onPress={props.onLend} isPending={props.busy}>
					{say(props.isChange ? "page.allow.change-button" : "page.allow.lend-button")}
				</Button>
				<Button wide onPress={props.onNotNow}>
					{say(props.isChange ? "page.allow.keep" : "page.allow.not-now")}
				</Button>
			</div>
			<p className={styles.foot}>{say(preview.shown ? "page.allow.foot" : "page.allow.foot-open")}</p>
		</section>
	);
}

function openWords({ open, blocked, problem }: SlipProps): string {
	if (open.length > 0) {
		const list = new Intl.ListFormat(locale, { type: "conjunction" }).format(
			open.map((one) => say(`page.allow.field.${one}`)),
		);
		return say("page.allow.still-open", { list });
	}
	return say(blocked || problem ? "page.allow.not-possible" : "page.allow.writing");
}
