import { clockWords, durationWords, momentWords } from "../../../main/contract/formats.ts";
import type { JobId, ReceiptId } from "../../../main/contract/ids.ts";
import type { JobLife } from "../../../main/contract/life.ts";
import { client } from "../../client.ts";
import { locale } from "../../reader.ts";
import heard from "../../ui/hidden.module.css";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { useNow } from "../../use-now.ts";
import { say, sayKnown } from "../../words.ts";
import styles from "./life-line.module.css";
import { type LifePart, lifeLine, lifeSums } from "./life-parts.ts";

interface LifeOfProps {
	readonly jobId: JobId;
	/** The run that ended with this receipt; null for one that runs now. */
	readonly receiptId: ReceiptId | null;
	/** Changes when the life may have: the phase of a running job. */
	readonly fresh?: string;
	/** Only the line is seen; the steps are still heard. */
	readonly brief?: boolean;
}

/** The life of one run on this PC as a line, from the ledger; nothing where the PC knows no such run. */
export function LifeOf({ jobId, receiptId, fresh = "", brief = false }: LifeOfProps) {
	const asked = useAsk(() => client.history.life({ jobId, receiptId }), `${jobId}:${receiptId}:${fresh}`);
	if (asked.answer) return <LifeLine life={asked.answer} brief={brief} />;
	if (!asked.busy) return null;
	return brief ? <div className={styles.comingBrief} /> : <Waiting words={say("page.receipt.loading")} />;
}

/** Steps that are told one by one; a run that stood still more often says how often. */
const toldStills = 3;

/** Asked, waited, ran, stood still, ended: a line to scale, and the same in words. */
export function LifeLine({ life, brief = false }: { readonly life: JobLife; readonly brief?: boolean }) {
	const now = useNow(life.endedAt === null ? 1000 : 60_000);
	const line = lifeLine(life, now);
	const stills = line.parts.filter((part) => part.kind === "still");
	const wait = line.parts.find((part) => part.kind === "wait");
	const { ranMs, stillMs } = lifeSums(line);
	const long = (ms: number) => durationWords(locale, ms);
	return (
		<figure className={styles.life} aria-label={say("life.name")}>
			<div className={`${styles.line} ${life.endedAt === null ? styles.lives : ""}`} aria-hidden="true">
				{line.parts.map((part) => (
					<span key={part.from} className={styles[part.kind]} style={{ flexGrow: part.share * 1000 }} />
				))}
				<span className={styles.end} />
			</div>
			<ol className={brief ? heard.hidden : styles.steps}>
				<Step
					name={say(life.askedAt === null ? "life.taken" : "life.asked")}
					value={momentWords(locale, life.askedAt ?? life.acceptedAt, now)}
				/>
				{wait ? <Step kind="wait" name={say("life.waited")} value={long(wait.to - wait.from)} /> : null}
				{ranMs > 0 ? (
					<Step kind="run" name={say(life.endedAt === null ? "life.runs" : "life.ran")} value={long(ranMs)} />
				) : null}
				{stills.slice(0, toldStills).map((part) => (
					<Step key={part.from} kind="still" name={stillWords(part)} value={long(part.to - part.from)} />
				))}
				{stills.length > toldStills ? (
					<Step kind="still" name={say("life.stills", { n: stills.length })} value={long(stillMs)} />
				) : null}
				{life.endedAt === null ? null : (
					<Step
						kind="end"
						name={say(life.end ? "life.ended" : "life.found-ended")}
						value={momentWords(locale, life.endedAt, now)}
					/>
				)}
			</ol>
			{line.toScale || brief ? null : <figcaption className={styles.note}>{say("life.not-to-scale")}</figcaption>}
		</figure>
	);
}

const stillWords = (part: LifePart) =>
	say("life.still", {
		at: clockWords(locale, part.from),
		why: part.code
			? sayKnown(`life.why.${part.code.replace(/^hold\./, "")}`, {}, say("life.why.other"))
			: say("life.why.other"),
	});

function Step(props: { readonly kind?: LifePart["kind"] | "end"; readonly name: string; readonly value: string }) {
	return (
		<li>
			<span className={`${styles.dot} ${props.kind ? styles[`dot-${props.kind}`] : ""}`} aria-hidden="true" />
			<span className={styles.name}>{props.name}</span> <span className={styles.value}>{props.value}</span>
		</li>
	);
}
