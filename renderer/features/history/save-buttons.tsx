import { useState } from "react";
import type { HistoryFormat } from "../../../main/contract/history-file.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import { problemOf } from "../../client.ts";
import { Button } from "../../ui/button.tsx";
import { say } from "../../words.ts";
import { exportRuns } from "./export-runs.ts";
import styles from "./runs.module.css";

/** One button a format, which saves every run. `onProblem` hears what went wrong, null at each new try. */
export function SaveButtons({ onProblem }: { readonly onProblem: (problem: Problem | null) => void }) {
	const [saving, setSaving] = useState<HistoryFormat | null>(null);
	const save = async (format: HistoryFormat) => {
		setSaving(format);
		onProblem(null);
		await exportRuns(format).catch((error) => onProblem(problemOf(error)));
		setSaving(null);
	};
	return (
		<div className={styles.saves}>
			{(["csv", "json"] as const).map((format) => (
				<Button key={format} kind="small" onPress={() => void save(format)} isPending={saving === format}>
					{say(`page.history.save-${format}`)}
				</Button>
			))}
		</div>
	);
}
