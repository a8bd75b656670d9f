import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./capsule.module.css";
import { type Part, placeParts } from "./capsule-shape.ts";

/** The width of an element in CSS pixels, measured again when it changes. */
function useWidth() {
	const ref = useRef<HTMLDivElement>(null);
	const [width, setWidth] = useState(0);
	useLayoutEffect(() => {
		const element = ref.current;
		if (!element) return;
		setWidth(element.clientWidth);
		const observer = new ResizeObserver(() => setWidth(element.clientWidth));
		observer.observe(element);
		return () => observer.disconnect();
	}, []);
	return { ref, width };
}

interface CapsuleProps {
	readonly name: string;
	readonly total: string;
	readonly parts: readonly Part[];
	/** No line below for labels without room: a field beside says the same. */
	readonly keyless?: boolean;
	/** Laid over the capsule, e.g. the border to drag. */
	readonly children?: ReactNode;
}

/** One resource as a picture of amounts. The words of every part are always there: inside, or in a line below. */
export function Capsule({ name, total, parts, keyless = false, children }: CapsuleProps) {
	const { ref, width } = useWidth();
	const placed = placeParts(parts, width);
	const named = placed.filter((one) => one.label !== "");
	const crowded = named.filter((one) => one.inside !== one.label);
	return (
		<div className={styles.row}>
			<div className={styles.name}>
				<b>{name}</b>
				<small>{total}</small>
			</div>
			<div className={styles.picture}>
				<div className={styles.bar} ref={ref} aria-hidden="true">
					{placed.map((part) => (
						<span key={part.kind} className={`${styles.part} ${styles[part.kind]}`} style={{ flexGrow: part.share }}>
							{part.inside}
						</span>
					))}
				</div>
				{children}
				<ul className={styles.spoken}>
					{named.map((part) => (
						<li key={part.kind}>{part.label}</li>
					))}
				</ul>
				{crowded.length > 0 && !keyless ? (
					<div className={styles.key} aria-hidden="true">
						{crowded.map((part) => (
							<span key={part.kind}>
								<i className={`${styles.swatch} ${styles[part.kind]}`} />
								{part.label}
							</span>
						))}
					</div>
				) : null}
			</div>
		</div>
	);
}
