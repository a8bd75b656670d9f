import { useRef, useState } from "react";
import type { Problem } from "../../main/contract/problem.ts";
import { say } from "../words.ts";
import { Button } from "./button.tsx";
import styles from "./notice.module.css";
import { problemText } from "./problem-text.ts";

/** The code and the facts behind a problem, out of the way until asked for, and copied with one press. */
export function ProblemDetails({ problem }: { readonly problem: Problem }) {
	const text = useRef<HTMLPreElement>(null);
	const [copied, setCopied] = useState(false);
	/** By selection: it needs no permission, which the desktop app gives to no page, and stays selected when it fails. */
	const copy = () => {
		if (!text.current) return;
		window.getSelection()?.selectAllChildren(text.current);
		setCopied(document.execCommand("copy"));
	};
	return (
		<details className={styles.details}>
			<summary>{say("window.details")}</summary>
			<pre ref={text}>{problemText(problem)}</pre>
			<Button kind="small" onPress={copy}>
				{say(copied ? "window.copied" : "window.copy")}
			</Button>
		</details>
	);
}
