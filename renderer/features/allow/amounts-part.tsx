import { useId } from "react";
import { numberWords } from "../../../main/contract/formats.ts";
import { memoryWords } from "../../../main/contract/grant-words.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { locale } from "../../reader.ts";
import { Amount } from "../../ui/amount.tsx";
import type { Part as CapsulePart } from "../../ui/capsule-shape.ts";
import { say } from "../../words.ts";
import styles from "./allow.module.css";
import { cpuStep, memoryStepMiB, mostAmounts, scratchStepMiB } from "./draft.ts";
import { Part, type PartProps } from "./part.tsx";

const gib = 1024;

/** How much: the border between "kept for you" and "lent" can be dragged, typed or pressed. */
export function AmountsPart({ snapshot, form, change, note }: PartProps & { readonly snapshot: Snapshot }) {
	const id = useId();
	const most = mostAmounts(snapshot);
	const cores = (n: number) => say("capsule.cores", { n });
	const words = { less: say("page.allow.less"), more: say("page.allow.more") };
	return (
		<Part id={id} field="amounts" title={say("page.allow.how-much")} line={say("page.allow.how-much-line")}>
			<div className={styles.amounts}>
				<Amount
					{...words}
					name={say("capsule.cpu")}
					total={cores(snapshot.capacity.cpus)}
					label={say("page.allow.cpus")}
					unit={say("page.allow.unit-cores", { total: numberWords(locale, snapshot.capacity.cpus) })}
					value={form.cpus}
					min={cpuStep}
					max={most.cpus}
					step={cpuStep}
					spoken={cores(form.cpus)}
					parts={twoParts(most.cpus, form.cpus, cores)}
					onChange={(cpus) => change({ cpus })}
				/>
				<Amount
					{...words}
					name={say("capsule.memory")}
					total={memoryWords(say, snapshot.capacity.memoryMiB)}
					label={say("page.allow.memory")}
					unit={say("page.allow.unit-gib", { total: numberWords(locale, snapshot.capacity.memoryMiB / gib) })}
					value={form.memoryMiB / gib}
					min={memoryStepMiB / gib}
					max={most.memoryMiB / gib}
					step={memoryStepMiB / gib}
					spoken={memoryWords(say, form.memoryMiB)}
					parts={twoParts(most.memoryMiB, form.memoryMiB, (n) => memoryWords(say, n))}
					onChange={(n) => change({ memoryMiB: Math.round(n * gib) })}
				/>
				<Amount
					{...words}
					name={say("capsule.disk")}
					total={say("capsule.disk-free", {
						amount: memoryWords(say, snapshot.capacity.freeDiskMiB ?? most.scratchMiB),
					})}
					label={say("page.allow.scratch")}
					unit={say("page.allow.unit-gib", { total: numberWords(locale, most.scratchMiB / gib) })}
					value={form.scratchMiB / gib}
					min={scratchStepMiB / gib}
					max={most.scratchMiB / gib}
					step={scratchStepMiB / gib}
					spoken={memoryWords(say, form.scratchMiB)}
					parts={twoParts(most.scratchMiB, form.scratchMiB, (n) => memoryWords(say, n))}
					onChange={(n) => change({ scratchMiB: Math.round(n * gib) })}
				/>
			</div>
			{note}
		</Part>
	);
}

/** The lent part carries no label: the border to drag covers it, and the field below says it. */
function twoParts(total: number, lent: number, words: (n: number) => string): CapsulePart[] {
	return [
		{
			kind: "kept",
			amount: Math.max(0, total - lent),
			label: say("capsule.kept", { amount: words(total - lent) }),
			short: words(total - lent),
		},
		{ kind: "free", amount: lent, label: "", short: "" },
	];
}
