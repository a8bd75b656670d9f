import { useEffect, useRef, useState } from "react";
import { clockWords } from "../main/contract/formats.ts";
import { pauseChoices } from "../main/contract/pause-choices.ts";
import type { Problem } from "../main/contract/problem.ts";
import type { Snapshot } from "../main/contract/snapshot.ts";
import styles from "./actions.module.css";
import { client, problemOf } from "./client.ts";
import { titleId } from "./page.tsx";
import { locale } from "./reader.ts";
import { Button } from "./ui/button.tsx";
import { ProblemNotice } from "./ui/notice.tsx";
import { anythingToStop, useStop } from "./use-stop.ts";
import { say } from "./words.ts";

/**
 * Stop, Pause and Resume: on every page, in the same place, while there is anything to stop. Without a living agent only
 * Stop stays, and says when the press did not arrive.
 */
export function Actions({ snapshot, live }: { readonly snapshot: Snapshot; readonly live: boolean }) {
	const anything = anythingToStop(snapshot);
	const { phase, stop } = useStop(anything);
	const [problem, setProblem] = useState<Problem | null>(null);
	const had = useRef(anything);
	useEffect(() => {
		// The pressed button is gone: bring the keyboard to the sentence that says what is now.
		if (had.current && !anything && document.activeElement === document.body) {
			document.getElementById(titleId)?.focus();
		}
		had.current = anything;
	}, [anything]);
	if (!anything) return null;
	const ask = (call: Promise<unknown>) => {
		setProblem(null);
		call.catch((error) => setProblem(problemOf(error)));
	};
	const paused = snapshot.state === "paused";
	return (
		<div className={styles.actions}>
			<div className={styles.stop}>
				<Button kind="main" wide onPress={stop} isPending={phase === "asking"}>
					{say(phase === "asking" ? "window.stopping" : "window.stop")}
				</Button>
				{phase === "late" || phase === "lost" ? (
					<p className={styles.unsure} role="alert">
						{say(phase === "late" ? "window.stop-late" : "window.stop-lost")}
					</p>
				) : null}
			</div>
			{!live ? null : paused ? (
				<Button wide onPress={() => ask(client.lend.resume({ via: "window" }))}>
					{say("window.resume")}
				</Button>
			) : (
				<fieldset className={styles.pause}>
					<legend>{say("window.pause")}</legend>
					{pauseChoices(Date.now()).map((one) => (
						<Button
							key={one.code}
							kind="small"
							onPress={() => ask(client.lend.pause({ until: pauseUntil(one.code), via: "window" }))}
						>
							{say(one.code, { at: clockWords(locale, one.until) })}
						</Button>
					))}
				</fieldset>
			)}
			{problem ? <ProblemNotice problem={problem} /> : null}
		</div>
	);
}

/** Counted from the press, not from when the button was drawn. */
function pauseUntil(code: string): number {
	const now = Date.now();
	return pauseChoices(now).find((one) => one.code === code)?.until ?? now;
}
