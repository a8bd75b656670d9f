import type { ReactNode } from "react";
import { Mark } from "./icons.tsx";
import styles from "./quiet.module.css";

/** Nothing here, and that is fine: a quiet house, a line, perhaps one way on. */
export function Quiet({ words, children }: { readonly words: string; readonly children?: ReactNode }) {
	return (
		<div className={styles.quiet}>
			<Mark lit={false} breathing={false} size={96} />
			<p>{words}</p>
			{children}
		</div>
	);
}
