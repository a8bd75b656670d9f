import type { DoctorReport, Finding } from "../../../main/contract/about.ts";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { StateIcon } from "../../ui/icons.tsx";
import { say, sayKnown } from "../../words.ts";
import styles from "./this-pc.module.css";

const order = { problem: 0, warn: 1, note: 2, ok: 3 } as const;

/** What is wrong, worst first, each with one thing to do. */
export function Findings({ report }: { readonly report: DoctorReport }) {
	const worth = report.findings.filter((one) => one.level !== "ok").sort((a, b) => order[a.level] - order[b.level]);
	return (
		<>
			{worth.length > 0 ? (
				<ul className={styles.rows}>
					{worth.map((one) => (
						<FindingRow key={`${one.code}${JSON.stringify(one.args)}`} finding={one} />
					))}
				</ul>
			) : null}
			<p className={worth.length === 0 ? styles.fine : styles.soft}>
				{worth.length === 0 ? <StateIcon shape="done" size={22} /> : null}
				{say(worth.length === 0 ? "page.this-pc.all-fine" : "page.this-pc.rest-fine")}
			</p>
		</>
	);
}

function FindingRow({ finding }: { readonly finding: Finding }) {
	const base = `doctor.${finding.code.replace(/^doctor\./, "")}`;
	// A probe's code has a sentence of its own; a bare code is for nobody to read.
	const { why } = finding.args;
	const args = why === undefined ? finding.args : { ...finding.args, why: sayKnown(`probe.${why}`, {}, "") };
	const todo = sayKnown(`${base}.do`, args, "");
	return (
		<li className={finding.level === "note" ? styles.none : styles.bad}>
			<StateIcon shape={finding.level === "note" ? "ready" : "problem"} size={22} />
			<div>
				<b>{sayKnown(`${base}.what`, args, say("page.this-pc.unnamed"))}</b>
				{todo ? <p>{todo}</p> : null}
				{finding.action === "turn-on-lending" ? (
					<div className={styles.action}>
						<ButtonLink kind="small" href={hrefOf({ page: "allow" })}>
							{say("page.lending.choose")}
						</ButtonLink>
					</div>
				) : null}
			</div>
		</li>
	);
}
