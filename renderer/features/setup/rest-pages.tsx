// Setup at rest: stopped half way, done, or undone but for something.
import {
	faultSentences,
	type SetupPicture,
	type SetupStatus,
	type ShownSetup,
	settledParts,
} from "../../../main/contract/setup.ts";
import { client } from "../../client.ts";
import { Page } from "../../page.tsx";
import { hrefOf } from "../../route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import { RemoveLink } from "./remove-link.tsx";
import styles from "./setup.module.css";
import { askSetup } from "./setup-live.ts";
import { told } from "./setup-words.ts";
import { TaskList } from "./task-list.tsx";
import { partTasks, stepTasks } from "./tasks.ts";

/** Answers of the person, not faults. */
const answers: ReadonlySet<string> = new Set([
	"setup.fault.declined",
	"setup.fault.not-allowed",
	"setup.fault.cancelled",
]);

/** Cut off, failed, or stopped: what is done, why it stopped, and the two ways on. */
export function StoppedPage({ picture }: { readonly picture: SetupPicture }) {
	const { status, standing } = picture;
	const undoing = status.phase === "undoing";
	const why = status.steps.find(({ state }) => state === "failed")?.detail ?? null;
	const done = status.steps.filter(({ state }) => ["done", "adopted", "skipped"].includes(state)).length;
	return (
		<Page
			title={say(undoing ? "page.setup.undo-stopped" : "page.setup.stopped")}
			state={{ label: say("page.setup.state.stopped"), tone: "warn", shape: "paused" }}
			why={say(undoing ? "page.setup.undo-stopped-why" : "page.setup.stopped-why", { done, of: status.steps.length })}
		>
			{why ? (
				<Notice tone={answers.has(why.code) ? "sky" : "warn"}>{faultSentences(why).map(told).join(" ")}</Notice>
			) : null}
			{status.torn ? <Notice tone="sky">{say("setup.torn")}</Notice> : null}
			<TaskList label={say("page.setup.list")} tasks={stepTasks(picture, undoing)} />
			<div className={styles.row}>
				<Button kind="main" onPress={() => askSetup(() => client.setup.resume({}))}>
					{say(undoing ? "page.setup.go-on-undoing" : "page.setup.go-on")}
				</Button>
				{undoing ? null : (
					<ButtonLink href={hrefOf({ page: "setup", screen: "remove" })}>
						{say("page.setup.undo-steps", { n: standing.length })}
					</ButtonLink>
				)}
			</div>
		</Page>
	);
}

/** The PC must restart: no fault, and nothing to decide but when. */
export function RestartPage({ picture }: { readonly picture: SetupPicture }) {
	const { status, standing } = picture;
	const byHand = status.steps.some(({ detail }) => detail?.code === "setup.fault.restart-then-start");
	return (
		<Page
			title={say("page.setup.restart")}
			state={{ label: say("page.setup.state.waiting"), tone: "soft", shape: "paused" }}
			why={say(byHand ? "page.setup.restart-start-why" : "page.setup.restart-why")}
		>
			<TaskList label={say("page.setup.list")} tasks={stepTasks(picture, false)} />
			<div className={styles.row}>
				<Button onPress={() => askSetup(() => client.setup.resume({}))}>{say("page.setup.restart-now")}</Button>
				<ButtonLink href={hrefOf({ page: "setup", screen: "remove" })}>
					{say("page.setup.undo-steps", { n: standing.length })}
				</ButtonLink>
			</div>
		</Page>
	);
}

interface DonePageProps {
	readonly shown: ShownSetup | null;
	readonly status: SetupStatus;
	readonly lends: boolean;
}

/** All that was agreed to is there, be it nothing. Lending is still off: turning it on is a question of its own. */
export function DonePage({ shown, status, lends }: DonePageProps) {
	const nothing = status.phase === "none";
	const more = shown ? shown.parts.length - settledParts(shown, status).length : 0;
	const kind = nothing ? "unchanged" : more > 0 ? "done-part" : "done";
	return (
		<Page
			title={say(`page.setup.${kind}`)}
			state={{ label: say("page.setup.state.done"), tone: "pine", shape: "done" }}
			why={say(`page.setup.${kind}-why`)}
		>
			{more > 0 ? (
				<div className={styles.row}>
					<ButtonLink kind={nothing ? "small" : "main"} href={hrefOf({ page: "setup", screen: "plan" })}>
						{say("page.setup.more")}
					</ButtonLink>
				</div>
			) : null}
			{lends ? null : (
				<Sheet title={say("page.setup.lend")}>
					<p className={styles.soft}>{say("page.setup.lend-why")}</p>
					<div className={styles.answers}>
						<ButtonLink href={hrefOf({ page: "allow" })}>{say("page.lending.choose")}</ButtonLink>
						<ButtonLink href={hrefOf({ page: "lending" })}>{say("page.setup.not-now")}</ButtonLink>
					</div>
				</Sheet>
			)}
			{shown ? <TaskList label={say("page.setup.list")} tasks={partTasks(shown, status, lends)} /> : null}
			<RemoveLink />
		</Page>
	);
}

/** Undone, but for what is named here with what to do about each. */
export function LeftPage({ picture }: { readonly picture: SetupPicture }) {
	const { leftovers } = picture.status;
	return (
		<Page
			title={say("page.setup.left", { n: leftovers.length })}
			state={{ label: say("page.setup.state.left"), tone: "warn", shape: "problem" }}
			why={say("page.setup.left-why")}
		>
			<Sheet title={say("page.setup.left-list")}>
				<ul className={styles.plain}>
					{leftovers.map(({ stepId, what, remove }, index) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: a step may leave several things, and nothing else tells them apart
						<li key={`${stepId} ${index}`}>
							<b>{told(what)}</b>
							<p>{told(remove)}</p>
						</li>
					))}
				</ul>
			</Sheet>
			<div className={styles.row}>
				<Button onPress={() => askSetup(() => client.setup.undo({}))}>{say("page.setup.left-again")}</Button>
			</div>
			<TaskList label={say("page.setup.list")} tasks={stepTasks(picture, true)} />
		</Page>
	);
}
