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
	const plain = (n: number) => numberWords(locale, n);
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
					parts={threeParts(most.cpus, form.cpus, snapshot.others.cpus, plain)}
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
					parts={threeParts(most.memoryMiB, form.memoryMiB, snapshot.others.memoryMiB, (n) => memoryWords(say, n))}
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
					parts={threeParts(most.scratchMiB, form.scratchMiB, null, (n) => memoryWords(say, n))}
					onChange={(n) => change({ scratchMiB: Math.round(n * gib) })}
				/>
			</div>
			{note}
		</Part>
	);
}

/**
 * What the person uses now lies inside what is kept: it shows at once when a loan would reach into it. `used` is null
 * where it is not known, and for the disk, where it means nothing.
 */
function threeParts(total: number, lent: number, used: number | null, words: (n: number) => string): CapsulePart[] {
	const keeps = Math.max(0, total - lent);
	const you = Math.min(Math.max(0, used ?? 0), keeps);
	const part = (kind: CapsulePart["kind"], amount: number, code: string): CapsulePart => ({
		kind,
		amount,
		label: say(code, { amount: words(amount) }),
		short: words(amount),
	});
	return [
		part("you", you, "capsule.you"),
		part("kept", keeps - you, "capsule.kept"),
		part("free", lent, "capsule.lent"),
	];
}
