import type { Problem } from "../../main/contract/problem.ts";
import { say } from "../words.ts";
import { CopiedText } from "./copied-text.tsx";
import styles from "./notice.module.css";
import { problemText } from "./problem-text.ts";

/** The code and the facts behind a problem, out of the way until asked for, and copied with one press. */
export function ProblemDetails({ problem }: { readonly problem: Problem }) {
	return (
		<details className={styles.details}>
			<summary>{say("window.details")}</summary>
			<CopiedText text={problemText(problem)} />
		</details>
	);
}
