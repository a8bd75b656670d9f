// Switch, tick box and choice: each one label and one honest line. None is ever on by itself.

import { useId } from "react";
import { Checkbox } from "react-aria-components/Checkbox";
import { Radio, RadioGroup } from "react-aria-components/RadioGroup";
import { Switch } from "react-aria-components/Switch";
import styles from "./controls.module.css";

interface ToggleProps {
	readonly label: string;
	/** The honest line; also says why it cannot be turned on. */
	readonly line?: string | undefined;
	readonly isOn: boolean;
	readonly isDisabled?: boolean;
	readonly onChange: (on: boolean) => void;
}

export function Toggle({ label, line, isOn, isDisabled = false, onChange }: ToggleProps) {
	const lineId = useId();
	return (
		<Switch
			className={styles.toggle ?? ""}
			isSelected={isOn}
			isDisabled={isDisabled}
			onChange={onChange}
			aria-label={label}
			{...(line ? { "aria-describedby": lineId } : {})}
		>
			<span className={styles.words}>
				<span className={styles.label}>{label}</span>
				{line ? (
					<small id={lineId} className={styles.line}>
						{line}
					</small>
				) : null}
			</span>
			<span className={styles.track} aria-hidden="true" />
		</Switch>
	);
}

export function Tick({ label, line, isOn, onChange }: ToggleProps) {
	const lineId = useId();
	return (
		<Checkbox
			className={styles.tick ?? ""}
			isSelected={isOn}
			onChange={onChange}
			aria-label={label}
			{...(line ? { "aria-describedby": lineId } : {})}
		>
			<span className={styles.box} aria-hidden="true">
				<svg viewBox="0 0 18 18" fill="none" aria-hidden="true">
					<path
						d="m3.500 9.500 4 4 7-9"
						stroke="currentColor"
						strokeWidth="2.600"
						strokeLinecap="round"
						strokeLinejoin="round"
					/>
				</svg>
			</span>
			<span className={styles.words}>
				<span className={styles.label}>{label}</span>
				{line ? (
					<small id={lineId} className={styles.line}>
						{line}
					</small>
				) : null}
			</span>
		</Checkbox>
	);
}

interface ChoiceProps<T extends string> {
	readonly labelledBy: string;
	readonly value: T | null;
	readonly onChange: (value: T) => void;
	readonly options: readonly { value: T; label: string; line: string; isDisabled?: boolean }[];
}

export function Choice<T extends string>({ labelledBy, value, onChange, options }: ChoiceProps<T>) {
	const id = useId();
	return (
		<RadioGroup
			className={styles.choice ?? ""}
			aria-labelledby={labelledBy}
			value={value}
			onChange={(next) => onChange(next as T)}
		>
			{options.map((one) => (
				<Radio
					key={one.value}
					value={one.value}
					className={styles.tick ?? ""}
					isDisabled={one.isDisabled ?? false}
					aria-label={one.label}
					aria-describedby={`${id}-${one.value}`}
				>
					<span className={styles.dot} aria-hidden="true" />
					<span className={styles.words}>
						<span className={styles.label}>{one.label}</span>
						<small id={`${id}-${one.value}`} className={styles.line}>
							{one.line}
						</small>
					</span>
				</Radio>
			))}
		</RadioGroup>
	);
}
