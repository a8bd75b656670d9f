import type { SetupStatus, ShownSetup } from "../../../main/contract/setup.ts";
import { Page } from "../../page.tsx";
import { hrefOf } from "../../route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { say } from "../../words.ts";
import { RemoveLink } from "./remove-link.tsx";
import styles from "./setup.module.css";
import { told } from "./setup-words.ts";
import { TaskList } from "./task-list.tsx";
import { partTasks, worstOf } from "./tasks.ts";

/** What setting up is made of and how far it is. Nothing has been asked for yet. */
export function ListPage(props: { readonly shown: ShownSetup; readonly status: SetupStatus; readonly lends: boolean }) {
	const { shown, status, lends } = props;
	const undone = status.steps.length > 0;
	// The worst stands in the list already.
	const worth = shown.checks.filter((one) => one.level !== "ok" && one !== worstOf(shown));
	return (
		<Page
			title={say(undone ? "page.setup.nothing-left" : "page.setup.title")}
			{...(undone && { state: { label: say("page.setup.state.undone"), tone: "pine", shape: "done" } as const })}
			why={say(undone ? "page.setup.nothing-left-why" : "page.setup.why")}
		>
			<TaskList label={say("page.setup.list")} tasks={partTasks(shown, status, lends)} />
			{worth.length > 0 ? (
				<Notice tone="sky">
					<b>{say("page.setup.worth")}</b>
					<ul className={styles.plain}>
						{worth.map(({ words }) => (
							<li key={words.code}>{told(words)}</li>
						))}
					</ul>
				</Notice>
			) : null}
			<div className={styles.row}>
				<ButtonLink kind="main" href={hrefOf({ page: "setup", screen: "who" })}>
					{say(undone ? "page.setup.again" : "page.setup.begin")}
				</ButtonLink>
			</div>
			<RemoveLink />
		</Page>
	);
}
