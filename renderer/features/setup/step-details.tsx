import type { StepShown } from "../../../main/contract/setup.ts";
import { say } from "../../words.ts";
import styles from "./setup.module.css";
import { diskWords, spanWords, told } from "./setup-words.ts";

/** One step of the plan: its title; opened, every place it touches, what it needs, and how it is undone. */
export function StepDetails({ shown }: { readonly shown: StepShown }) {
	const facts = [
		["page.setup.disk", diskWords(shown.diskBytes)],
		["page.setup.rights", say(`setup.rights.${shown.rights}`)],
		["page.setup.takes", spanWords(shown.seconds)],
		...(shown.restart ? [["page.setup.may-restart", say("setup.may-restart")] as const] : []),
		["page.setup.undo", told(shown.undone)],
		["page.setup.by-hand", told(shown.byHand)],
	] as const;
	return (
		<details className={styles.step}>
			<summary>{told(shown.title)}</summary>
			<div className={styles.opened}>
				<Places shown={[shown]} />
				<dl className={styles.facts}>
					{facts.map(([code, words]) => (
						<div key={code}>
							<dt>{say(code)}</dt>
							<dd>{words}</dd>
						</div>
					))}
				</dl>
			</div>
		</details>
	);
}

/** Every place that these steps touch, each once. */
export function Places({ shown }: { readonly shown: readonly StepShown[] }) {
	const places = new Map(shown.flatMap(({ changes }) => changes).map((one) => [`${one.how} ${one.place}`, one]));
	if (places.size === 0) return <p className={styles.soft}>{say("page.setup.no-places")}</p>;
	return (
		<ul className={styles.places}>
			{[...places].map(([key, { how, place }]) => (
				<li key={key}>
					<span>{say(`setup.change.${how}`)}</span> <code dir="ltr">{place}</code>
				</li>
			))}
		</ul>
	);
}
