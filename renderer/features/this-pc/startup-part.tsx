import { useState } from "react";
import type { Problem } from "../../../main/contract/problem.ts";
import type { StartupEntry, StartupKind } from "../../../main/contract/startup.ts";
import { client, problemOf } from "../../client.ts";
import { Button } from "../../ui/button.tsx";
import { Toggle } from "../../ui/controls.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { PathWords } from "../../ui/path-words.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { say } from "../../words.ts";
import styles from "./startup-part.module.css";

/** What starts by itself at sign-in: two switches, off until asked, each with the file it writes. */
export function StartupPart() {
	const asked = useAsk(() => client.startup.get({}), "startup");
	const [changed, setChanged] = useState<Partial<Record<StartupKind, StartupEntry>>>({});
	const [busy, setBusy] = useState<StartupKind | null>(null);
	const [failed, setFailed] = useState<Problem | null>(null);
	const set = async (kind: StartupKind, on: boolean) => {
		// A switch that is turned off for a moment would lose the keyboard's place; it waits instead.
		if (busy) return;
		setBusy(kind);
		setFailed(null);
		try {
			const { entry } = await client.startup.set({ kind, on });
			setChanged((before) => ({ ...before, [kind]: entry }));
		} catch (error) {
			setFailed(problemOf(error));
		}
		setBusy(null);
	};
	const problem = failed ?? asked.problem;
	return (
		<Sheet title={say("page.this-pc.startup")}>
			<p className={styles.why}>{say("page.this-pc.startup-why")}</p>
			{problem ? <ProblemNotice problem={problem} onRetry={asked.again} /> : null}
			{asked.answer ? (
				<ul className={styles.entries}>
					{asked.answer.map((one) => (
						<Entry
							key={one.kind}
							entry={changed[one.kind] ?? one}
							isBusy={busy === one.kind}
							onChange={(on) => void set(one.kind, on)}
						/>
					))}
				</ul>
			) : asked.busy ? (
				<Waiting words={say("page.this-pc.startup-looking")} />
			) : null}
		</Sheet>
	);
}

interface EntryProps {
	readonly entry: StartupEntry;
	readonly isBusy: boolean;
	readonly onChange: (on: boolean) => void;
}

function Entry({ entry, isBusy, onChange }: EntryProps) {
	const { kind, state, where, contents } = entry;
	const fixed = state === "foreign" || state === "impossible";
	return (
		<li className={styles.entry}>
			<Toggle
				label={say(`page.this-pc.startup-${kind}`)}
				line={lineOf(entry)}
				isOn={state === "on"}
				isDisabled={fixed}
				onChange={onChange}
			/>
			{entry.stale ? (
				<div className={styles.stale}>
					<span>{say("page.this-pc.startup-stale")}</span>
					<Button kind="small" onPress={() => onChange(true)} isPending={isBusy}>
						{say("page.this-pc.startup-renew")}
					</Button>
				</div>
			) : null}
			{state === "impossible" ? null : (
				<details className={styles.file}>
					<summary>
						<PathWords
							words={say(state === "off" ? "page.this-pc.startup-would" : "page.this-pc.startup-written", { where })}
						/>
					</summary>
					{contents ? <pre dir="ltr">{contents}</pre> : null}
				</details>
			)}
		</li>
	);
}

/** What it does, or why it cannot; a switch of the system's own is named where it was used. */
function lineOf({ kind, state, reason, lingers }: StartupEntry): string {
	if (state === "impossible") return say(`startup.impossible.${reason ?? "unsupported"}`);
	if (state === "foreign") return say("page.this-pc.startup-foreign");
	if (state === "disabled-outside") return say("page.this-pc.startup-outside");
	const line = say(`page.this-pc.startup-${kind}-line`);
	return state === "on" && lingers === false ? `${line} ${say("page.this-pc.startup-lingers-not")}` : line;
}
