import { useId } from "react";
import type { JobClass, Requester } from "../../../main/contract/job.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { Tick, Toggle } from "../../ui/controls.tsx";
import { say } from "../../words.ts";
import { classLine } from "../lending/may-run.tsx";
import styles from "./allow.module.css";
import { Part, type PartProps } from "./part.tsx";

const classes: readonly JobClass[] = ["wasm", "container", "gpu"];

const toggled = <T,>(list: readonly T[], one: T, on: boolean): T[] =>
	on ? [...list.filter((other) => other !== one), one] : list.filter((other) => other !== one);

export function WhatPart({ snapshot, form, change, note }: PartProps & { readonly snapshot: Snapshot }) {
	const id = useId();
	return (
		<Part id={id} field="classes" title={say("page.allow.what")}>
			<div className={styles.list}>
				{classes.map((one) => {
					const on = form.classes.includes(one);
					return (
						<Toggle
							key={one}
							label={say(`class.${one}.name`)}
							line={classLine(snapshot, one)}
							isOn={on}
							isDisabled={!snapshot.runners[one].available && !on}
							onChange={(next) =>
								change({ classes: classes.filter((c) => toggled(form.classes, one, next).includes(c)) })
							}
						/>
					);
				})}
			</div>
			{note}
		</Part>
	);
}

interface WhoProps extends PartProps {
	readonly askers: readonly Requester[];
	/** This PC's own key: "you". */
	readonly own: string | undefined;
}

export function WhoPart({ askers, own, form, change, note }: WhoProps) {
	const id = useId();
	return (
		<Part id={id} field="askers" title={say("page.allow.who")} line={say("page.allow.who-line")}>
			<div className={styles.list}>
				{askers.map((one) => (
					<Tick
						key={one.publicKey}
						label={one.publicKey === own ? say("page.allow.who-you") : one.name}
						line={
							one.publicKey === own
								? say("page.allow.who-you-line", { name: one.name })
								: say("page.allow.who-key", { key: one.publicKey.slice("ed25519:".length).slice(0, 8) })
						}
						isOn={form.askers.includes(one.publicKey)}
						onChange={(on) => change({ askers: toggled(form.askers, one.publicKey, on) })}
					/>
				))}
			</div>
			{note}
		</Part>
	);
}
