import type { ReactNode } from "react";
import type { Problem } from "../../../main/contract/problem.ts";
import { say, sayKnown } from "../../words.ts";
import styles from "./allow.module.css";
import type { Field, Form } from "./draft.ts";

export interface PartProps {
	readonly form: Form;
	readonly change: (part: Partial<Form>) => void;
	/** What is wrong or still open here. */
	readonly note: ReactNode;
}

/** One question of the form. */
export function Part(props: {
	readonly id: string;
	readonly field: Field | "more";
	readonly title: string;
	readonly line?: string;
	readonly children: ReactNode;
}) {
	return (
		<section className={styles.part} aria-labelledby={props.id} data-field={props.field}>
			<h2 id={props.id}>{props.title}</h2>
			{props.line ? <p className={styles.soft}>{props.line}</p> : null}
			{props.children}
		</section>
	);
}

/** Said at the field it belongs to. */
export function PartProblem({ problem, words }: { readonly problem?: Problem; readonly words?: string }) {
	const text = problem
		? [
				sayKnown(`problem.${problem.code}.what`, problem.args, say("window.went-wrong")),
				sayKnown(`problem.${problem.code}.do`, problem.args, ""),
			].join(" ")
		: words;
	return (
		<p className={styles.problem} role="alert">
			{text}
		</p>
	);
}
