import type { FactName, Facts } from "../../../main/contract/facts.ts";
import { durationWords, numberWords } from "../../../main/contract/formats.ts";
import { memoryWords } from "../../../main/contract/grant-words.ts";
import { locale } from "../../reader.ts";
import { say, sayKnown } from "../../words.ts";
import styles from "./this-pc.module.css";

const yesNo = (value: boolean) => say(value ? "window.yes" : "window.no");
const memory = (mib: number) => memoryWords(say, mib);

const sayFact: { [Name in FactName]: (value: Extract<Facts[Name], { known: true }>["value"]) => string } = {
	idleSeconds: (seconds) => durationWords(locale, seconds * 1000),
	onBattery: yesNo,
	metered: yesNo,
	othersCpus: (cores) => say("capsule.cores-exact", { n: numberWords(locale, cores, 2) }),
	othersMemoryMiB: memory,
	availableMemoryMiB: memory,
	freeDiskMiB: memory,
	locked: yesNo,
	suspended: yesNo,
	thermal: (level) => say(`thermal.${level}`),
};

function words<Name extends FactName>(name: Name, facts: Facts): string {
	const fact = facts[name];
	return fact.known
		? sayFact[name](fact.value as Extract<Facts[Name], { known: true }>["value"])
		: say("page.this-pc.not-known");
}

/** What is watched, its value now, where it was read. What cannot be read says so. */
export function FactsTable({ facts }: { readonly facts: Facts }) {
	return (
		<table className={`${styles.table} ${styles.facts}`}>
			<thead>
				<tr>
					<th scope="col">{say("page.this-pc.fact")}</th>
					<th scope="col">{say("page.this-pc.value")}</th>
					<th scope="col">{say("page.this-pc.source")}</th>
				</tr>
			</thead>
			<tbody>
				{(Object.keys(sayFact) as FactName[]).map((name) => (
					<tr key={name}>
						<th scope="row">{say(`fact.${name}`)}</th>
						<td className={facts[name].known ? styles.value : styles.unknown}>{words(name, facts)}</td>
						<td className={styles.source}>{sayKnown(`source.${facts[name].source}`, {}, facts[name].source)}</td>
					</tr>
				))}
			</tbody>
		</table>
	);
}
