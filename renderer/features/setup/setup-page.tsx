import { useEffect, useRef } from "react";
import type { SetupPicture } from "../../../main/contract/setup.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client } from "../../client.ts";
import { Page, titleId } from "../../page.tsx";
import type { Route } from "../../route.ts";
import { ProblemNotice } from "../../ui/notice.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { say } from "../../words.ts";
import { AgreePage } from "./agree-page.tsx";
import { ListPage } from "./list-page.tsx";
import { PlanPage } from "./plan-page.tsx";
import { RemovePage } from "./remove-page.tsx";
import { DonePage, LeftPage, RestartPage, StoppedPage } from "./rest-pages.tsx";
import styles from "./setup.module.css";
import { useSetupLive } from "./setup-live.ts";
import { WhoPage } from "./who-page.tsx";
import { WorkPage } from "./work-page.tsx";

type SetupRoute = Extract<Route, { page: "setup" }>;
type View = SetupPicture["status"]["phase"] | "working" | "who" | "plan" | "agree" | "remove" | "declined";

/** Setup, wherever it is: what runs comes first, then what was cut off, then the question the address asks for. */
export function SetupPage({ route, snapshot }: { readonly route: SetupRoute; readonly snapshot: Snapshot }) {
	const { picture, asked, problem } = useSetupLive();
	const view = picture ? viewOf(picture, asked, route) : null;
	const settled = view === "none" || view === "done" || view === "declined";
	const plan = useAsk(
		() => (settled ? client.setup.plan({ choices: { home: "this-pc" } }) : Promise.resolve(null)),
		settled ? `list ${picture?.status.phase}` : "none",
	);
	const seen = useRef(view);
	useEffect(() => {
		// What was pressed is gone with its page: bring the keyboard to the sentence that says what is now.
		if (seen.current !== view && document.activeElement === document.body) document.getElementById(titleId)?.focus();
		seen.current = view;
	}, [view]);
	if (!picture || view === null || (settled && !plan.answer && plan.busy)) {
		return (
			<Page title={say("page.setup.name")}>
				{problem ? <ProblemNotice problem={problem} /> : <Waiting words={say("page.setup.looking")} lines={5} />}
			</Page>
		);
	}
	const wrong = problem ?? (settled ? plan.problem : null);
	return (
		<>
			<View view={view} picture={picture} route={route} snapshot={snapshot} shown={plan.answer} />
			{wrong ? (
				<div className={styles.wrong}>
					<ProblemNotice problem={wrong} {...(plan.problem && settled && { onRetry: plan.again })} />
				</div>
			) : null}
		</>
	);
}

/** Phases in which there is nothing to go on with: the address may ask for more. */
const atRest: ReadonlySet<SetupPicture["status"]["phase"]> = new Set(["none", "done"]);

function viewOf({ status, working }: SetupPicture, asked: boolean, { screen }: SetupRoute): View {
	if (working || asked) return "working";
	if (screen === "remove") return "remove";
	if (!atRest.has(status.phase)) return status.phase;
	if (screen === "who" || screen === "plan" || screen === "agree") return screen;
	return screen === "done" && status.phase === "none" ? "declined" : status.phase;
}

interface ViewProps {
	readonly view: View;
	readonly picture: SetupPicture;
	readonly route: SetupRoute;
	readonly snapshot: Snapshot;
	readonly shown: Parameters<typeof DonePage>[0]["shown"];
}

function View({ view, picture, route, snapshot, shown }: ViewProps) {
	const lends = snapshot.grants.length > 0;
	switch (view) {
		case "working":
			return <WorkPage picture={picture} />;
		case "remove":
			return <RemovePage picture={picture} snapshot={snapshot} />;
		case "who":
			return <WhoPage />;
		case "plan":
			return <PlanPage status={picture.status} />;
		case "agree":
			return <AgreePage part={route.part ?? ""} />;
		case "unfinished":
		case "undoing":
			return <StoppedPage picture={picture} />;
		case "restart":
			return <RestartPage picture={picture} />;
		case "leftover":
			return <LeftPage picture={picture} />;
		case "declined":
		case "done":
			return <DonePage shown={shown} status={picture.status} lends={lends} />;
		case "none":
			return shown ? (
				<ListPage shown={shown} status={picture.status} lends={lends} />
			) : (
				<Page title={say("page.setup.name")} />
			);
	}
}
