import { durationWords } from "../../../main/contract/formats.ts";
import { memoryWords } from "../../../main/contract/grant-words.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { locale } from "../../reader.ts";
import { hrefOf } from "../../route.ts";
import { Capsule } from "../../ui/capsule.tsx";
import { Shield } from "../../ui/icons.tsx";
import { Notice } from "../../ui/notice.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { say } from "../../words.ts";
import { cpuParts, diskParts, memoryParts } from "./amount-parts.ts";
import styles from "./lending.module.css";

/** Holds the place of the time in the sentence; in no language a letter. */
const mark = "\u2063";

/** The loan as pictures of amounts, and the proof of the last stop. */
export function Loan({ snapshot }: { readonly snapshot: Snapshot }) {
	const { capacity, lastStop, grants } = snapshot;
	return (
		<Sheet label={say("page.lending.amounts")}>
			<div className={styles.loan}>
				<Capsule
					name={say("capsule.cpu")}
					total={say("capsule.cores", { n: capacity.cpus })}
					parts={cpuParts(say, locale, snapshot)}
				/>
				<Capsule
					name={say("capsule.memory")}
					total={memoryWords(say, capacity.memoryMiB)}
					parts={memoryParts(say, snapshot)}
				/>
				{grants.length > 0 && capacity.freeDiskMiB !== null ? (
					<Capsule
						name={say("capsule.disk")}
						total={say("capsule.disk-free", { amount: memoryWords(say, capacity.freeDiskMiB) })}
						parts={diskParts(say, snapshot)}
					/>
				) : null}
			</div>
			{lastStop ? (
				<Notice tone="pine" icon={<Shield />}>
					<Proof took={durationWords(locale, lastStop.provenMs)} />{" "}
					<a href={hrefOf({ page: "receipt", id: lastStop.receiptId })}>{say("page.lending.see-receipt")}</a>
				</Notice>
			) : null}
		</Sheet>
	);
}

/** The measured time stands out: it is the proof. */
function Proof({ took }: { readonly took: string }) {
	const [before, after] = say("page.lending.proof", { took: mark }).split(mark);
	return (
		<>
			{before}
			<b>{took}</b>
			{after}
		</>
	);
}
