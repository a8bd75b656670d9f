import { useId } from "react";
import styles from "./select.module.css";

interface SelectProps {
	readonly label: string;
	readonly value: number;
	readonly options: readonly { value: number; label: string }[];
	readonly onChange: (value: number) => void;
}

/** The platform's own list: known to everybody, good on a phone, complete by keyboard. */
export function Select({ label, value, options, onChange }: SelectProps) {
	const id = useId();
	return (
		<span className={styles.select}>
			<label htmlFor={id}>{label}</label>
			<select id={id} value={value} onChange={(event) => onChange(Number(event.target.value))}>
				{options.map((one) => (
					<option key={one.value} value={one.value}>
						{one.label}
					</option>
				))}
			</select>
		</span>
	);
}
