import { useEffect, useState } from "react";
import styles from "./skeleton.module.css";

const widths = ["92%", "78%", "64%", "84%", "56%"];

/**
 * Names what is going on, but only after 400 ms: what is quick needs no word. Until then it only marks its place, and the
 * frame keeps the page back, so that all of it appears at once and nothing has to move.
 */
export function Waiting({ words, lines = 3 }: { readonly words: string; readonly lines?: number }) {
	const [late, setLate] = useState(false);
	useEffect(() => {
		const timer = window.setTimeout(() => setLate(true), 400);
		return () => window.clearTimeout(timer);
	}, []);
	if (!late) return <span hidden data-waiting="soon" />;
	return (
		<div className={styles.waiting} role="status">
			<p>{words}</p>
			{widths.slice(0, lines).map((width) => (
				<span key={width} className={styles.line} style={{ inlineSize: width }} />
			))}
		</div>
	);
}
