import type { ReactNode } from "react";
import { Button as Pressable } from "react-aria-components/Button";
import styles from "./button.module.css";

interface ButtonProps {
	readonly kind?: "main" | "quiet" | "small";
	readonly onPress: () => void;
	readonly isDisabled?: boolean;
	/** Its call is on the way: it keeps the focus and takes no second press. Its words say what is going on. */
	readonly isPending?: boolean;
	readonly wide?: boolean;
	readonly children: ReactNode;
}

/** A button that says what it does. `main` is ink; `quiet` as large and near; `small` for things beside the point. */
export function Button({ kind = "quiet", wide = false, isDisabled = false, isPending = false, ...rest }: ButtonProps) {
	return (
		<Pressable
			className={`${styles.button} ${styles[kind]} ${wide ? styles.wide : ""} ${isPending ? styles.pending : ""}`}
			isDisabled={isDisabled}
			onPress={isPending ? () => undefined : rest.onPress}
		>
			{rest.children}
		</Pressable>
	);
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink(props: {
	readonly href: string;
	readonly kind?: "main" | "quiet" | "small";
	readonly children: ReactNode;
}) {
	return (
		<a className={`${styles.button} ${styles[props.kind ?? "quiet"]}`} href={props.href}>
			{props.children}
		</a>
	);
}
