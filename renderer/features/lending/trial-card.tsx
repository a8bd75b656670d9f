import { hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say, sayKnown } from "../../words.ts";
import styles from "./trial.module.css";
import { closeTrial, type Trial } from "./use-trial.ts";

/** The picture asked for here: waiting, being drawn, done (and shown), or why not. */
export function TrialCard({ trial, allowed }: { readonly trial: Trial; readonly allowed: boolean }) {
	const { record, picture, waiting } = trial;
	if (record.state === "queued") {
		return (
			<Sheet title={say("page.trial.waiting")}>
				<p className={styles.soft}>
					{allowed
						? sayKnown(waiting ?? "", { class: say(`grant.class.${record.class}`) }, say("page.trial.waiting-allowed"))
						: say("page.trial.waiting-why")}
				</p>
				{allowed ? null : (
					<div>
						<ButtonLink kind="main" href={hrefOf({ page: "allow" })}>
							{say("page.trial.choose")}
						</ButtonLink>
					</div>
				)}
			</Sheet>
		);
	}
	if (record.state === "running") {
		return (
			<Sheet title={say("page.trial.running")}>
				<p className={styles.soft}>{say("page.trial.running-why")}</p>
			</Sheet>
		);
	}
	const receiptId = record.result?.receipt.body.id;
	return (
		<Sheet title={say(record.state === "done" ? "page.trial.done" : "page.trial.not-done")}>
			<div className={picture ? styles.shown : styles.plain}>
				{picture ? (
					<img className={styles.picture} src={picture} alt={say("page.trial.alt", { title: record.title })} />
				) : null}
				<div className={styles.words}>
					<p>{say(record.state === "done" ? "page.trial.done-why" : "page.trial.not-done-why")}</p>
					<div className={styles.row}>
						{receiptId ? (
							<ButtonLink kind="small" href={hrefOf({ page: "receipt", id: receiptId })}>
								{say("page.trial.receipt")}
							</ButtonLink>
						) : null}
						{picture ? (
							<a className={styles.save} href={picture} download={record.result?.outputs[0]?.name}>
								{say("page.trial.save")}
							</a>
						) : null}
						<Button kind="small" onPress={closeTrial}>
							{say("page.trial.close")}
						</Button>
					</div>
				</div>
			</div>
		</Sheet>
	);
}
