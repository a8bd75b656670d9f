import { type ReactNode, useEffect, useRef } from "react";
import styles from "./gallery.module.css";

/** One component in one state, with its name. `shows` holds a state that else only lasts while a pointer is there. */
export function Specimen(props: {
	readonly name: string;
	readonly shows?: "hovered" | "pressed" | "focus-visible";
	readonly wide?: boolean;
	readonly children: ReactNode;
}) {
	const place = useRef<HTMLDivElement>(null);
	const { shows } = props;
	useEffect(() => {
		if (!shows) return;
		const target = place.current?.querySelector("button, a, select") ?? place.current?.querySelector("label");
		target?.setAttribute(`data-${shows}`, "true");
		return () => target?.removeAttribute(`data-${shows}`);
	}, [shows]);
	return (
		<figure className={`${styles.specimen} ${props.wide ? styles.wide : ""}`}>
			<div ref={place}>{props.children}</div>
			<figcaption>{props.name}</figcaption>
		</figure>
	);
}

/** Specimens of one kind. */
export function Shelf({ title, children }: { readonly title: string; readonly children: ReactNode }) {
	return (
		<section className={styles.shelf} aria-label={title} data-shelf={title}>
			<h2>{title}</h2>
			<div className={styles.specimens}>{children}</div>
		</section>
	);
}
