import type { ReactNode } from "react";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import styles from "./tasks.module.css";

export type TaskState = "done" | "kept" | "busy" | "todo" | "cannot" | "stopped" | "waiting" | "left" | "undone";

export interface Task {
	readonly id: string;
	readonly title: string;
	readonly line?: string;
	readonly state: TaskState;
	/** In place of the state's word. */
	readonly word?: string;
	readonly more?: ReactNode;
}

/** The steps one under the other: a number, what it is, and its state in words. */
export function TaskList({ label, tasks }: { readonly label: string; readonly tasks: readonly Task[] }) {
	return (
		<Sheet label={label}>
			<ol className={styles.tasks}>
				{tasks.map(({ id, title, line, state, word, more }, index) => (
					<li key={id} className={styles[state]} aria-current={state === "busy" ? "step" : undefined}>
						<span className={styles.number} aria-hidden="true">
							{index + 1}
						</span>
						<div className={styles.task}>
							<b>{title}</b>
							{line ? <p>{line}</p> : null}
							{more}
						</div>
						<span className={styles.word}>{word ?? say(`page.setup.state.${state}`)}</span>
					</li>
				))}
			</ol>
		</Sheet>
	);
}
