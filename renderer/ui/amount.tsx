// One amount to lend: a border to drag on the capsule, a number to type, buttons to press; all three say the same.
import { Button } from "react-aria-components/Button";
import { Group } from "react-aria-components/Group";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { NumberField } from "react-aria-components/NumberField";
import styles from "./amount.module.css";
import { Capsule } from "./capsule.tsx";
import type { Part } from "./capsule-shape.ts";

interface AmountProps {
	readonly name: string;
	readonly total: string;
	/** Names the field and the border to drag, e.g. "Cores to lend". */
	readonly label: string;
	readonly unit: string;
	readonly value: number;
	readonly min: number;
	readonly max: number;
	readonly step: number;
	readonly parts: readonly Part[];
	/** The amount with its unit, for those who hear the window. */
	readonly spoken: string;
	readonly less: string;
	readonly more: string;
	readonly onChange: (value: number) => void;
}

export function Amount({
	name,
	total,
	label,
	unit,
	value,
	min,
	max,
	step,
	parts,
	spoken,
	less,
	more,
	onChange,
}: AmountProps) {
	const change = (next: number) => {
		if (Number.isFinite(next)) onChange(Math.min(max, Math.max(min, Math.round(next / step) * step)));
	};
	return (
		<div className={styles.amount}>
			<Capsule
				name={name}
				total={total}
				parts={parts}
				handle={
					<div className={styles.border}>
						<input
							className={styles.range}
							type="range"
							min={0}
							max={max}
							step={step}
							value={value}
							aria-label={label}
							aria-valuetext={spoken}
							onChange={(event) => change(event.target.valueAsNumber)}
						/>
					</div>
				}
			/>
			<NumberField
				className={styles.field ?? ""}
				value={value}
				minValue={min}
				maxValue={max}
				step={step}
				formatOptions={{ maximumFractionDigits: 2 }}
				onChange={change}
			>
				<Label className={styles.label ?? ""}>{label}</Label>
				<Group className={styles.group ?? ""}>
					<Button slot="decrement" className={styles.step ?? ""} aria-label={less}>
						−
					</Button>
					<Input className={styles.input ?? ""} />
					<Button slot="increment" className={styles.step ?? ""} aria-label={more}>
						+
					</Button>
				</Group>
				<span className={styles.unit}>{unit}</span>
			</NumberField>
		</div>
	);
}
