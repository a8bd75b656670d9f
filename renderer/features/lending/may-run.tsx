import type { JobClass } from "../../../main/contract/job.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { StateIcon } from "../../ui/icons.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say, sayKnown } from "../../words.ts";
import { isLent } from "./amount-parts.ts";
import styles from "./lending.module.css";

const classes: readonly JobClass[] = ["wasm", "container", "gpu"];

/** The honest line of a kind of work: what it may do, or why this PC cannot run it. */
export function classLine(snapshot: Snapshot, one: JobClass): string {
	const runner = snapshot.runners[one];
	if (runner.available) return say(`class.${one}.line`);
	return sayKnown(`probe.${runner.code}`, { detail: runner.detail }, say(`class.${one}.missing`));
}

/** What may run here, who may ask, and the words that were agreed to; changed on a page of its own, never in passing. */
export function MayRun({ snapshot }: { readonly snapshot: Snapshot }) {
	const grant = snapshot.grants[0];
	const allowed = new Set(snapshot.grants.flatMap((one) => one.classes));
	const names = [...new Set(snapshot.grants.flatMap((one) => one.requesters.map((r) => r.name)))];
	return (
		<Sheet title={say("page.lending.may-run")}>
			<ul className={styles.classes}>
				{classes.map((one) => (
					<li key={one}>
						<div>
							<b>{say(`class.${one}.name`)}</b>
							<small>{classLine(snapshot, one)}</small>
						</div>
						<Allowed on={allowed.has(one)} lent={isLent(snapshot)} off={offCode(snapshot, one)} />
					</li>
				))}
			</ul>
			{grant ? (
				<div className={styles.foot}>
					<details className={styles.agreed}>
						<summary>{say("page.lending.agreed", { n: names.length })}</summary>
						{snapshot.grants.map((one) => (
							<p key={one.id}>{one.shown.text}</p>
						))}
					</details>
					<ButtonLink kind="small" href={hrefOf({ page: "allow" })}>
						{say("page.lending.change")}
					</ButtonLink>
				</div>
			) : null}
		</Sheet>
	);
}

function offCode(snapshot: Snapshot, one: JobClass): string {
	const runner = snapshot.runners[one];
	if (runner.available) return "page.lending.class-off";
	return runner.code === "probing" ? "page.lending.class-tried" : "page.lending.class-none";
}

/** Ember only while something is lent: what is allowed for later is the person's own still. */
function Allowed({ on, lent, off }: { readonly on: boolean; readonly lent: boolean; readonly off: string }) {
	if (!on) return <span className={styles.off}>{say(off)}</span>;
	return (
		<span className={`${styles.on} ${lent ? "" : styles.asleep}`}>
			<StateIcon shape="done" size={16} />
			{say("page.lending.class-on")}
		</span>
	);
}
