import { useEffect, useRef, useState } from "react";
import type { SetupPicture, SetupProgress } from "../../../main/contract/setup.ts";
import { client } from "../../client.ts";
import { Page } from "../../page.tsx";
import { Button } from "../../ui/button.tsx";
import hidden from "../../ui/hidden.module.css";
import { Notice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import styles from "./setup.module.css";
import { sizeWords, spanWords, told } from "./setup-words.ts";
import { type Task, TaskList } from "./task-list.tsx";
import { stepTasks } from "./tasks.ts";

/** Something runs: what, how far, how long, and how to stop it. It goes on when the window is closed. */
export function WorkPage({ picture }: { readonly picture: SetupPicture }) {
	const { progress, status } = picture;
	const [stopping, setStopping] = useState(false);
	const undoing = status.phase === "undoing";
	const { step, of } = progress ?? { step: 0, of: 0 };
	const title =
		of === 0
			? say(undoing ? "page.setup.undoing-begins" : "page.setup.working-begins")
			: say(undoing ? "page.setup.undoing" : "page.setup.working", { step, of });
	const stop = () => {
		setStopping(true);
		void client.setup.cancel({}).catch(() => setStopping(false));
	};
	const tasks = stepTasks(picture, undoing).map((task) => withBytes(task, progress));
	return (
		<Page title={title} why={say(undoing ? "page.setup.undoing-why" : "page.setup.working-why")}>
			{progress ? <Progress progress={progress} /> : null}
			{progress?.longerThanUsual ? (
				<Notice tone="warn">
					<b>{say("page.setup.longer")}</b> {say("page.setup.longer-why")}
				</Notice>
			) : null}
			{tasks.length > 0 ? <TaskList label={say("page.setup.list")} tasks={tasks} /> : null}
			<div className={styles.row}>
				<Button onPress={stop} isPending={stopping}>
					{say(stopping ? "page.setup.stopping" : "page.setup.stop")}
				</Button>
			</div>
			<Spoken words={progress ? spokenOf(title, progress) : title} />
		</Page>
	);
}

function Progress({ progress: { percent, secondsLeft } }: { readonly progress: SetupProgress }) {
	const left = secondsLeft.to > 0 ? say("page.setup.time-left", { time: spanWords(secondsLeft) }) : "";
	return (
		<Sheet label={say("page.setup.progress")}>
			<div className={styles.progress}>
				<progress className={styles.bar} max={100} value={percent} aria-label={say("page.setup.progress")} />
				<span className={styles.percent}>{say("page.setup.percent", { percent })}</span>
			</div>
			<p className={styles.soft}>{left}</p>
		</Sheet>
	);
}

/** The bytes of the step that runs, in its row. */
function withBytes(task: Task, progress: SetupProgress | null): Task {
	if (task.state !== "busy" || !progress?.bytes || progress.bytes.done === 0) return task;
	const { done, total } = progress.bytes;
	const line = total
		? say("page.setup.bytes-of", { done: sizeWords(done), total: sizeWords(Math.max(total, done)) })
		: say("page.setup.bytes", { done: sizeWords(done) });
	return { ...task, line };
}

const spokenOf = (title: string, { what, percent }: SetupProgress) =>
	`${title} ${what ? `${told(what)}. ` : ""}${say("page.setup.percent", { percent })}`;

const quietMs = 10_000;

/** Speaks the newest words to those who hear the window, at most every ten seconds. */
function Spoken({ words }: { readonly words: string }) {
	const [spoken, setSpoken] = useState("");
	const newest = useRef(words);
	const at = useRef(0);
	newest.current = words;
	useEffect(() => {
		if (words === spoken) return;
		const timer = window.setTimeout(
			() => {
				at.current = Date.now();
				setSpoken(newest.current);
			},
			Math.max(0, at.current + quietMs - Date.now()),
		);
		return () => window.clearTimeout(timer);
	}, [words, spoken]);
	return (
		<p className={hidden.hidden} role="status">
			{spoken}
		</p>
	);
}
