import { type ReactNode, useId } from "react";
import type { Hours } from "../../../main/contract/consent.ts";
import { dayTimeWords } from "../../../main/contract/formats.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { Choice, Toggle } from "../../ui/controls.tsx";
import { Select } from "../../ui/select.tsx";
import { locale, say } from "../../words.ts";
import styles from "./allow.module.css";
import type { Field } from "./draft.ts";
import { Part, type PartProps } from "./part.tsx";

const dayChoices = [1, 7, 30, 90, 365];
const startHours: Hours = { from: 9 * 60, to: 21 * 60 };
const startQuiet: Hours = { from: 22 * 60, to: 7 * 60 };

interface WhenProps extends PartProps {
	readonly snapshot: Snapshot;
	readonly hoursNote: ReactNode;
	readonly quietNote: ReactNode;
}

/** When work may run, and when all of this ends by itself. */
export function WhenPart({ snapshot, form, change, note, hoursNote, quietNote }: WhenProps) {
	const id = useId();
	const moreId = useId();
	const endId = useId();
	const days = [...new Set([...dayChoices, form.days])].sort((a, b) => a - b);
	return (
		<>
			<Part id={id} field="when" title={say("page.allow.when")}>
				<Choice
					labelledBy={id}
					value={form.when}
					onChange={(when) => change({ when })}
					options={[
						{
							value: "idle",
							label: say("page.allow.idle"),
							line: say(snapshot.idleKnown ? "page.allow.idle-line" : "page.allow.idle-unknown"),
							isDisabled: !snapshot.idleKnown,
						},
						{ value: "any-time", label: say("page.allow.any-time"), line: say("page.allow.any-time-line") },
					]}
				/>
				{note}
			</Part>
			<Part id={moreId} field="more" title={say("page.allow.limits")} line={say("page.allow.limits-line")}>
				<div className={styles.list}>
					<HoursRow
						label={say("page.allow.hours")}
						line={say("page.allow.hours-line")}
						hours={form.hours}
						start={startHours}
						onChange={(hours) => change({ hours })}
						field="hours"
						note={hoursNote}
					/>
					<HoursRow
						label={say("page.allow.quiet")}
						line={say("page.allow.quiet-line")}
						hours={form.quietHours}
						start={startQuiet}
						onChange={(quietHours) => change({ quietHours })}
						field="quiet"
						note={quietNote}
					/>
					<Toggle
						label={say("page.allow.battery")}
						line={say("page.allow.battery-line")}
						isOn={form.onBattery}
						onChange={(onBattery) => change({ onBattery })}
					/>
					<Toggle
						label={say("page.allow.metered")}
						line={say("page.allow.metered-line")}
						isOn={form.onMetered}
						onChange={(onMetered) => change({ onMetered })}
					/>
				</div>
			</Part>
			<Part id={endId} field="more" title={say("page.allow.how-long")} line={say("page.allow.how-long-line")}>
				<div>
					<Select
						label={say("page.allow.ends-after")}
						value={form.days}
						options={days.map((value) => ({ value, label: say("page.allow.days", { n: value }) }))}
						onChange={(value) => change({ days: value })}
					/>
				</div>
			</Part>
		</>
	);
}

interface HoursRowProps {
	readonly label: string;
	readonly line: string;
	readonly hours: Hours | null;
	readonly start: Hours;
	readonly onChange: (hours: Hours | null) => void;
	readonly field: Field;
	/** What is wrong with these hours. */
	readonly note: ReactNode;
}

function HoursRow({ label, line, hours, start, onChange, field, note }: HoursRowProps) {
	return (
		<div data-field={field}>
			<Toggle label={label} line={line} isOn={hours !== null} onChange={(on) => onChange(on ? start : null)} />
			{hours ? (
				<fieldset className={styles.range} aria-label={label}>
					<Select
						label={say("page.allow.from")}
						value={hours.from}
						options={timeOptions(hours.from)}
						onChange={(from) => onChange({ ...hours, from })}
					/>
					<Select
						label={say("page.allow.to")}
						value={hours.to}
						options={timeOptions(hours.to)}
						onChange={(to) => onChange({ ...hours, to })}
					/>
				</fieldset>
			) : null}
			{note}
		</div>
	);
}

/** Every half hour, and `own` where a grant made elsewhere has another minute. Written as the consent sentence does. */
function timeOptions(own: number): { value: number; label: string }[] {
	const halves = Array.from({ length: 48 }, (_, i) => i * 30);
	return [...new Set([...halves, own])]
		.sort((a, b) => a - b)
		.map((value) => ({
			value,
			label: dayTimeWords(locale, value),
		}));
}
