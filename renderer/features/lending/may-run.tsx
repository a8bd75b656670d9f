import type { JobClass } from "../../../main/contract/job.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { StateIcon } from "../../ui/icons.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say, sayKnown } from "../../words.ts";
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
							<span>{say(`class.${one}.name`)}</span>
							<small>{classLine(snapshot, one)}</small>
						</div>
						<Allowed on={allowed.has(one)} off={offCode(snapshot, one)} />
					</li>
				))}
			</ul>
			{grant ? (
				<details className={styles.agreed}>
					<summary>{say("page.lending.agreed", { n: names.length })}</summary>
					{snapshot.grants.map((one) => (
						<p key={one.id}>{one.shown.text}</p>
					))}
				</details>
			) : null}
			{grant ? (
				<div>
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

function Allowed({ on, off }: { readonly on: boolean; readonly off: string }) {
	if (!on) return <span className={styles.off}>{say(off)}</span>;
	return (
		<span className={styles.on}>
			<StateIcon shape="done" size={16} />
			{say("page.lending.class-on")}
		</span>
	);
}
