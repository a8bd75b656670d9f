import type { ReactNode } from "react";
import type { Problem } from "../../main/contract/problem.ts";
import { say, sayKnown } from "../words.ts";
import { Button } from "./button.tsx";
import styles from "./notice.module.css";
import { ProblemDetails } from "./problem-details.tsx";

interface NoticeProps {
	/** `warn`: held or degraded; `sky`: needs an answer; `pine`: done. */
	readonly tone: "warn" | "sky" | "pine";
	readonly icon?: ReactNode;
	readonly role?: "status" | "alert";
	readonly children: ReactNode;
}

/** A calm strip of words in the colour of its meaning. */
export function Notice({ tone, icon, role, children }: NoticeProps) {
	return (
		<div className={`${styles.notice} ${styles[tone]}`} role={role}>
			{icon}
			<div className={styles.words}>{children}</div>
		</div>
	);
}

/** What happened, whether anything changed, and the one next step; what is behind it, for those who ask. */
export function ProblemNotice({ problem, onRetry }: { readonly problem: Problem; readonly onRetry?: () => void }) {
	const text = (part: string) => sayKnown(`problem.${problem.code}.${part}`, problem.args, "");
	const lines = [text("changed"), text("do")].filter((one) => one !== "");
	return (
		<Notice tone="warn" role="alert">
			<b>{text("what") || say("window.went-wrong")}</b>
			{lines.map((line) => (
				<span key={line}> {line}</span>
			))}
			{onRetry ? (
				<div className={styles.action}>
					<Button kind="small" onPress={onRetry}>
						{say("window.try-again")}
					</Button>
				</div>
			) : null}
			<ProblemDetails problem={problem} />
		</Notice>
	);
}
