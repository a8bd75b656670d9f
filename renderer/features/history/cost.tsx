import { numberWords } from "../../../main/contract/formats.ts";
import { locale } from "../../reader.ts";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import styles from "./history.module.css";
import type { Week } from "./week.ts";

/** What the week cost: power, how often the PC stepped back, and what is not measured. */
export function Cost({ week }: { readonly week: Week }) {
	return (
		<Sheet title={say("page.history.cost")}>
			<dl className={styles.cost}>
				<div>
					<dt>{say("page.history.energy")}</dt>
					<dd>{energyWords(week.wattHours)}</dd>
				</div>
				<div>
					<dt>{say("page.history.stepped-back")}</dt>
					<dd>{say("page.history.times", { n: week.steppedBack })}</dd>
				</div>
				<div>
					<dt>{say("page.history.ran")}</dt>
					<dd>{say("page.history.times", { n: week.runs })}</dd>
				</div>
			</dl>
			<p className={styles.soft}>{say("page.history.energy-how")}</p>
			<p className={styles.soft}>{say("page.history.not-measured")}</p>
		</Sheet>
	);
}

function energyWords(wattHours: number): string {
	return wattHours >= 100
		? say("page.history.kwh", { n: numberWords(locale, wattHours / 1000, 2) })
		: say("page.history.wh", { n: numberWords(locale, wattHours, wattHours < 1 ? 2 : 1) });
}
