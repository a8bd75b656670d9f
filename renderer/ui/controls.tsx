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

/** The label and, under it, the honest line: drawn the same for every control. */
function Words({
	label,
	line,
	lineId,
}: {
	readonly label: string;
	readonly line: string | undefined;
	readonly lineId: string;
}) {
	return (
		<span className={styles.words}>
			<span className={styles.label}>{label}</span>
			{line ? (
				<small id={lineId} className={styles.line}>
					{line}
				</small>
			) : null}
		</span>
	);
}

/** What a control is called, and which line describes it. */
const named = (label: string, line: string | undefined, lineId: string) => ({
	"aria-label": label,
	...(line ? { "aria-describedby": lineId } : {}),
});

/** Something that is on or off from the moment it is pressed. */
export function Toggle({ label, line, isOn, isDisabled = false, onChange }: ToggleProps) {
	const lineId = useId();
	return (
		<Switch
			className={styles.toggle ?? ""}
			isSelected={isOn}
			isDisabled={isDisabled}
			onChange={onChange}
			{...named(label, line, lineId)}
		>
			<Words label={label} line={line} lineId={lineId} />
			<span className={styles.track} aria-hidden="true" />
		</Switch>
	);
}

/** One of several that may all be chosen. */
export function Tick({ label, line, isOn, isDisabled = false, onChange }: ToggleProps) {
	const lineId = useId();
	return (
		<Checkbox
			className={styles.tick ?? ""}
			isSelected={isOn}
			isDisabled={isDisabled}
			onChange={onChange}
			{...named(label, line, lineId)}
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
			<Words label={label} line={line} lineId={lineId} />
		</Checkbox>
	);
}

interface ChoiceProps<T extends string> {
	readonly labelledBy: string;
	readonly value: T | null;
	readonly onChange: (value: T) => void;
	readonly options: readonly { value: T; label: string; line: string; isDisabled?: boolean }[];
}

/** Exactly one of several; none until a person chooses. */
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
					{...named(one.label, one.line, `${id}-${one.value}`)}
				>
					<span className={styles.dot} aria-hidden="true" />
					<Words label={one.label} line={one.line} lineId={`${id}-${one.value}`} />
				</Radio>
			))}
		</RadioGroup>
	);
}
