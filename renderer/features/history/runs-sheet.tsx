import { useDeferredValue, useId, useState } from "react";
import { numberWords } from "../../../main/contract/formats.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import type { EndReason } from "../../../main/contract/receipt.ts";
import { locale } from "../../reader.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Select } from "../../ui/select.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { say } from "../../words.ts";
import styles from "./runs.module.css";
import { RunsTable } from "./runs-table.tsx";
import { SaveButtons } from "./save-buttons.tsx";
import { useRuns } from "./use-runs.ts";

/** Every end a run can have, the common ones first; the first choice is all of them. */
const ends: readonly (EndReason | null)[] = [
	null,
	"done",
	"in-use",
	"owner-stop",
	"owner-pause",
	"held",
	"failed",
	"time-limit",
	"memory-limit",
	"output-limit",
	"cancelled",
	"lease-lost",
	"agent-stop",
	"crash",
	"refused",
];
const endOptions = ends.map((end, value) => ({ value, label: say(end ? `end.${end}` : "page.history.any-end") }));

interface RunsSheetProps {
	/** How many runs the PC has recorded: changes when there is a new one. */
	readonly count: number;
	readonly own: string | undefined;
	readonly now: number;
	/** The agent is away: the window says so already. */
	readonly offline: boolean;
}

/** All runs: found by words and by how they ended, read in one scrolling table, saved as a file. */
export function RunsSheet({ count, own, now, offline }: RunsSheetProps) {
	const [words, setWords] = useState("");
	const [end, setEnd] = useState(0);
	const [failed, setFailed] = useState<Problem | null>(null);
	const wanted = useDeferredValue(words);
	const inputId = useId();
	const filter = { words: wanted, end: ends[end] ?? null };
	const runs = useRuns(filter, count);
	const all = filter.words.trim() === "" && filter.end === null;
	const problem = failed ?? runs.problem;
	return (
		<Sheet title={say("page.history.runs")} aside={<SaveButtons onProblem={setFailed} />}>
			{problem && !(offline && problem.code === "agent.not-running") ? (
				<ProblemNotice problem={problem} {...(failed ? {} : { onRetry: runs.again })} />
			) : null}
			<div className={styles.tools}>
				<span className={styles.find}>
					<label htmlFor={inputId}>{say("page.history.find")}</label>
					<input
						id={inputId}
						type="search"
						value={words}
						maxLength={200}
						autoComplete="off"
						onChange={(event) => setWords(event.target.value)}
					/>
				</span>
				<Select label={say("page.history.which-end")} value={end} options={endOptions} onChange={setEnd} />
				<span className={styles.count} role="status">
					{runs.total === null
						? ""
						: say(all ? "page.history.count" : "page.history.found", {
								n: runs.total,
								words: numberWords(locale, runs.total),
							})}
				</span>
			</div>
			{runs.total === null ? (
				runs.problem ? null : (
					<Waiting words={say("page.history.loading")} lines={5} />
				)
			) : runs.total === 0 ? (
				<p className={styles.nothing}>{say("page.history.found-none")}</p>
			) : (
				<RunsTable key={`${filter.words}:${end}`} runs={runs} total={runs.total} own={own} now={now} />
			)}
		</Sheet>
	);
}
