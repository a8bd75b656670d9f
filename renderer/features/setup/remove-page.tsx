import { useState } from "react";
import type { Problem } from "../../../main/contract/problem.ts";
import type { SetupPicture } from "../../../main/contract/setup.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client, problemOf } from "../../client.ts";
import { Page } from "../../page.tsx";
import { goTo, hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { say } from "../../words.ts";
import styles from "./setup.module.css";
import { askSetup } from "./setup-live.ts";
import { told } from "./setup-words.ts";
import { type Task, TaskList } from "./task-list.tsx";

/** The list of all that would go, in its order, and of what stays, before anything goes. */
export function RemovePage({ picture, snapshot }: { readonly picture: SetupPicture; readonly snapshot: Snapshot }) {
	const startup = useAsk(() => client.startup.get({}), "startup");
	const about = useAsk(() => client.device.about({}), "about");
	const [problem, setProblem] = useState<Problem | null>(null);
	const [busy, setBusy] = useState(false);
	const lends = snapshot.grants.length > 0;
	const starts = (startup.answer ?? []).filter(({ state }) => state === "on" || state === "disabled-outside");
	const tasks: Task[] = [
		...(lends ? [task("lend", say("page.setup.remove-lend"), say("page.setup.remove-lend-line"))] : []),
		...starts.map(({ kind, where }) => task(kind, say("page.setup.remove-start"), where)),
		...picture.standing.map(({ run, id, shown }) => task(`${run} ${id}`, told(shown.title), told(shown.undone))),
	];
	const kept = picture.status.steps.filter(({ state }) => state === "adopted");
	const remove = async () => {
		setBusy(true);
		setProblem(null);
		try {
			if (lends) await client.lend.stop({ via: "window" });
			for (const { kind } of starts) await client.startup.set({ kind, on: false });
			askSetup(() => client.setup.undo({}));
			goTo({ page: "setup" });
		} catch (error) {
			setProblem(problemOf(error));
		}
		setBusy(false);
	};
	const nothing = tasks.length === 0;
	// A list that could still grow is none to agree to.
	if (startup.busy && !startup.answer) {
		return (
			<Page title={say("page.setup.remove-title")}>
				<Waiting words={say("page.setup.looking")} lines={5} />
			</Page>
		);
	}
	return (
		<Page
			title={say(nothing ? "page.setup.remove-none" : "page.setup.remove-title")}
			why={say(nothing ? "page.setup.remove-none-why" : "page.setup.remove-why")}
		>
			{problem ? <ProblemNotice problem={problem} /> : null}
			{startup.problem ? <ProblemNotice problem={startup.problem} onRetry={startup.again} /> : null}
			{nothing ? null : <TaskList label={say("page.setup.remove-list")} tasks={tasks} />}
			{kept.length > 0 ? (
				<Sheet title={say("page.setup.kept")}>
					<ul className={styles.plain}>
						{kept.map(({ run, id, shown, detail }) => (
							<li key={`${run} ${id}`}>
								<b>{told(shown.title)}</b>
								{detail ? <p>{told(detail)}</p> : null}
							</li>
						))}
					</ul>
				</Sheet>
			) : null}
			<Sheet title={say("page.setup.app")}>
				<p>{say("page.setup.app-line")}</p>
				{about.answer ? (
					<p className={styles.soft}>
						{say("page.setup.app-records")} <code dir="ltr">{about.answer.dataDirectory}</code>
					</p>
				) : null}
			</Sheet>
			<div className={styles.row}>
				{nothing ? null : (
					<Button kind="main" onPress={() => void remove()} isPending={busy}>
						{say("page.setup.remove-button", { n: tasks.length })}
					</Button>
				)}
				<ButtonLink href={hrefOf({ page: "setup" })}>{say(nothing ? "page.setup.back" : "page.setup.keep")}</ButtonLink>
			</div>
		</Page>
	);
}

const task = (id: string, title: string, line: string): Task => ({
	id,
	title,
	line,
	state: "todo",
	word: say("page.setup.goes"),
});
