import { type ReactNode, useId } from "react";
import styles from "./sheet.module.css";

interface SheetProps {
	/** The section's head; `label` instead names it without showing. */
	readonly title?: string;
	readonly label?: string;
	/** Stands at the end of the head's line. */
	readonly aside?: ReactNode;
	readonly children: ReactNode;
}

/** A sheet of paper: one topic. */
export function Sheet({ title, label, aside, children }: SheetProps) {
	const id = useId();
	return (
		<section className={styles.sheet} {...(title ? { "aria-labelledby": id } : { "aria-label": label })}>
			{title ? (
				<div className={styles.head}>
					<h2 id={id}>{title}</h2>
					{aside}
				</div>
			) : null}
			{children}
		</section>
	);
}

/** Two sheets side by side, one under the other on a narrow window. */
export function Pair({ children }: { readonly children: ReactNode }) {
	return <div className={styles.pair}>{children}</div>;
}
