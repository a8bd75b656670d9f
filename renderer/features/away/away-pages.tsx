// The pages shown when there is nothing to show: still loading, not reachable, not let in, broken.
import { clockWords } from "../../../main/contract/formats.ts";
import { Page } from "../../page.tsx";
import { locale } from "../../reader.ts";
import { Button } from "../../ui/button.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { reconnect } from "../../use-snapshot.ts";
import { say } from "../../words.ts";
import styles from "./away-pages.module.css";

export function LoadingPage() {
	return <Waiting words={say("page.away.loading")} />;
}

/** The agent does not answer. What was on screen is no longer known to be true, so it is not shown. */
export function OfflinePage({ heardAt }: { readonly heardAt: number | null }) {
	return (
		<Page
			title={say("page.away.offline")}
			state={{ label: say("state.offline"), tone: "warn", shape: "problem" }}
			why={
				heardAt === null
					? say("page.away.offline-never")
					: say("page.away.offline-since", { at: clockWords(locale, heardAt) })
			}
		>
			<Sheet title={say("page.away.meanwhile")}>
				<ul className={styles.list}>
					<li>{say("page.away.offline-safe")}</li>
					<li>{say("page.away.offline-again")}</li>
				</ul>
				<div className={styles.row}>
					<Button onPress={reconnect}>{say("window.try-again")}</Button>
				</div>
				<details className={styles.details}>
					<summary>{say("page.away.start-by-hand")}</summary>
					<p>{say("page.away.start-line")}</p>
					<code>hearth agent</code>
				</details>
			</Sheet>
		</Page>
	);
}

/** The door answered "not known here": the window is opened anew from the PC itself. */
export function SignedOutPage() {
	return (
		<Page
			title={say("page.away.signed-out")}
			state={{ label: say("state.signed-out"), tone: "soft", shape: "off" }}
			why={say("page.away.signed-out-why")}
		>
			<Sheet title={say("page.away.open-again")}>
				<p>{say("page.away.open-again-how")}</p>
				<code className={styles.code}>hearth ui</code>
				<p className={styles.soft}>{say("page.away.open-again-note")}</p>
			</Sheet>
		</Page>
	);
}

export function BrokenPage() {
	return (
		<Page
			title={say("page.away.broken")}
			state={{ label: say("state.problem"), tone: "warn", shape: "problem" }}
			why={say("page.away.broken-why")}
		>
			<div>
				<Button onPress={() => window.location.reload()}>{say("page.away.reload")}</Button>
			</div>
		</Page>
	);
}
