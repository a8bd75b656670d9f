import { type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import styles from "./page.module.css";
import { StateIcon, type StateShape } from "./ui/icons.tsx";
import { say } from "./words.ts";

export const titleId = "page-title";

/** The address whose sentence has had the focus; the first page leaves it to the browser. */
let focusedHash: string | null = window.location.hash;

interface PageProps {
	readonly title: string;
	readonly why?: ReactNode;
	readonly state?: {
		readonly label: string;
		readonly tone: "ember" | "soft" | "warn" | "pine";
		readonly shape: StateShape;
	};
	readonly children?: ReactNode;
}

/** One page: its sentence, the quiet line under it, then everything else. After a move, focus goes to the sentence. */
export function Page({ title, why, state, children }: PageProps) {
	const heading = useRef<HTMLHeadingElement>(null);
	useEffect(() => {
		document.title = say("window.title", { page: title.replace(/\.$/, "") });
	}, [title]);
	useLayoutEffect(() => {
		const sentence = heading.current;
		// A page that takes another's place at the same address takes its focus too, or it would be nowhere.
		return () => {
			if (document.activeElement === sentence) focusedHash = null;
		};
	}, []);
	useEffect(() => {
		if (window.location.hash === focusedHash) return;
		focusedHash = window.location.hash;
		window.scrollTo(0, 0);
		heading.current?.focus({ preventScroll: true });
	}, []);
	return (
		<>
			<header className={styles.hero}>
				{state ? (
					<p className={`${styles.state} ${styles[state.tone]}`}>
						<StateIcon shape={state.shape} />
						{state.label}
					</p>
				) : null}
				<h1 id={titleId} ref={heading} tabIndex={-1}>
					{title}
				</h1>
				{why ? <p className={styles.why}>{why}</p> : null}
			</header>
			<div className={styles.body}>{children}</div>
		</>
	);
}
