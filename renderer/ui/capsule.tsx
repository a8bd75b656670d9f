import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import styles from "./capsule.module.css";
import { type Part, type PlacedPart, placeParts, sideOf } from "./capsule-shape.ts";
import hidden from "./hidden.module.css";

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

/** From this width on, the labels below stand under their parts. */
const roomyPx = 480;
/** Half of the handle to drag covers the lent part's beginning. */
const handlePx = 14;

interface CapsuleProps {
	readonly name: string;
	readonly total: string;
	readonly parts: readonly Part[];
	/** Laid over the capsule: the border to drag. A field beside it then says what has no room inside. */
	readonly handle?: ReactNode;
}

/** One resource as a picture of amounts. The words of every part are always there: inside, or in a line below. */
export function Capsule({ name, total, parts, handle }: CapsuleProps) {
	const { ref, width } = useWidth();
	const placed = placeParts(parts, width, handle ? handlePx : 0);
	const named = placed.filter((one) => one.label !== "");
	return (
		<div className={styles.row}>
			<div className={styles.name}>
				<b>{name}</b>
				<small>{total}</small>
			</div>
			<div className={`${styles.picture} ${handle ? styles.handled : ""}`}>
				<div className={styles.bar} ref={ref} aria-hidden="true">
					<Side of="yours" placed={placed} />
					<Side of="lent" placed={placed} />
				</div>
				{handle}
				<ul className={hidden.hidden}>
					{named.map((part) => (
						<li key={part.kind}>{part.label}</li>
					))}
				</ul>
				{handle || width === 0 ? null : <Key parts={named} roomy={width >= roomyPx} />}
			</div>
		</div>
	);
}

/** Shares are handed on in thousandths: growth below one in all would leave a side unfilled. */
function Side({ of, placed }: { readonly of: "yours" | "lent"; readonly placed: readonly PlacedPart[] }) {
	const parts = placed.filter((one) => sideOf(one.kind) === of);
	if (parts.length === 0) return null;
	const share = parts.reduce((sum, one) => sum + one.share, 0);
	return (
		<div className={`${styles.side} ${styles[of] ?? ""}`} style={{ flexGrow: share * 1000 }}>
			{parts.map((part) => (
				<div key={part.kind} className={`${styles.part} ${styles[part.kind]}`} style={{ flexGrow: part.share * 1000 }}>
					{part.inside === null || part.inside === "" ? null : <span>{part.inside}</span>}
				</div>
			))}
		</div>
	);
}

/** The labels that had no room, in a line below. */
function Key({ parts, roomy }: { readonly parts: readonly PlacedPart[]; readonly roomy: boolean }) {
	const crowded = parts.filter((one) => one.inside !== one.label);
	if (crowded.length === 0) return null;
	const firstFar = roomy ? crowded.find((one) => one.isFar) : undefined;
	return (
		<div className={styles.key} aria-hidden="true">
			{crowded.map((part) => (
				<span key={part.kind} className={part === firstFar ? styles.far : undefined}>
					<i className={`${styles.swatch} ${styles[part.kind]}`} />
					{part.label}
				</span>
			))}
		</div>
	);
}
