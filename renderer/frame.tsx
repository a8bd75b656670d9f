import { type ReactNode, useEffect, useState } from "react";
import { clockWords } from "../main/contract/formats.ts";
import { heroOf } from "../main/contract/hero.ts";
import { Actions } from "./actions.tsx";
import styles from "./frame.module.css";
import { locale, readerAt } from "./reader.ts";
import { hrefOf, type Route } from "./route.ts";
import hidden from "./ui/hidden.module.css";
import { Mark, StateIcon } from "./ui/icons.tsx";
import { Notice } from "./ui/notice.tsx";
import type { Status } from "./use-snapshot.ts";
import { anythingToStop } from "./use-stop.ts";
import { say } from "./words.ts";

const pages = [
	{ page: "lending", code: "page.lending.name", also: "allow" },
	{ page: "history", code: "page.history.name", also: "receipt" },
	{ page: "setup", code: "page.setup.name", also: "setup" },
	{ page: "this-pc", code: "page.this-pc.name", also: "this-pc" },
] as const;

/** Navigation, the page, and Stop, which is there on every page while there is anything to stop. */
export function Frame({
	route,
	status,
	children,
}: {
	readonly route: Route;
	readonly status: Status;
	readonly children: ReactNode;
}) {
	const { snapshot, link } = status;
	const lent = link === "live" && snapshot !== null && (snapshot.state === "lending" || snapshot.state === "ready");
	const signedOut = link === "signed-out";
	return (
		<div className={styles.frame}>
			<nav className={styles.nav} aria-label={say("window.pages")}>
				<a className={styles.brand} href={hrefOf({ page: "lending" })} aria-label={say("window.name")}>
					<Mark lit={lent} breathing={lent && (snapshot?.jobs.length ?? 0) > 0} emberClass={styles.breathing} />
					<span aria-hidden="true">{say("window.name")}</span>
				</a>
				{signedOut
					? null
					: pages.map((one) => {
							const here = route.page === one.page || route.page === one.also;
							return (
								<a
									key={one.page}
									className={styles.link}
									href={hrefOf({ page: one.page })}
									aria-current={here ? "page" : undefined}
								>
									{say(one.code)}
								</a>
							);
						})}
				{snapshot ? (
					<p className={styles.who}>
						{snapshot.device.name}
						<br />
						{say("window.person", { person: snapshot.device.person })}
					</p>
				) : null}
			</nav>
			<main className={`${styles.main} ${snapshot && !signedOut && anythingToStop(snapshot) ? styles.stoppable : ""}`}>
				{snapshot && !signedOut ? <Actions snapshot={snapshot} live={link === "live"} /> : null}
				{link === "offline" && snapshot && route.page !== "lending" ? (
					<div className={styles.notice}>
						<Notice tone="warn" role="status" icon={<StateIcon shape="problem" />}>
							{say("window.offline-notice", { at: clockWords(locale, status.heardAt ?? snapshot.at) })}
						</Notice>
					</div>
				) : null}
				{children}
			</main>
			<Announcer words={link === "live" && snapshot ? heroOf(readerAt(snapshot.at), snapshot).title : ""} />
		</div>
	);
}

const quietMs = 10_000;

/** Speaks the newest sentence to those who hear the window, at most every ten seconds; never the first one. */
function Announcer({ words }: { readonly words: string }) {
	const [spoken, setSpoken] = useState({ words: "", at: 0, first: "" });
	useEffect(() => {
		if (words === "") return;
		if (spoken.first === "") {
			setSpoken({ words: "", at: 0, first: words });
			return;
		}
		if (words === (spoken.words || spoken.first)) return;
		const timer = window.setTimeout(
			() => setSpoken({ ...spoken, words, at: Date.now() }),
			Math.max(0, spoken.at + quietMs - Date.now()),
		);
		return () => window.clearTimeout(timer);
	}, [words, spoken]);
	return (
		<p className={hidden.hidden} role="status">
			{spoken.words}
		</p>
	);
}
