import { durationWords, momentWords, numberWords } from "../../../main/contract/formats.ts";
import { memoryWords } from "../../../main/contract/grant-words.ts";
import type { Receipt } from "../../../main/contract/receipt.ts";
import { client } from "../../client.ts";
import { Page } from "../../page.tsx";
import { locale } from "../../reader.ts";
import { hrefOf } from "../../route.ts";
import { Button } from "../../ui/button.tsx";
import { Shield, StateIcon } from "../../ui/icons.tsx";
import { Notice, ProblemNotice } from "../../ui/notice.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { useNow } from "../../use-now.ts";
import { useStatus } from "../../use-snapshot.ts";
import { say, sayKnown } from "../../words.ts";
import { LifeOf } from "../jobs/life-line.tsx";
import { saveFile } from "./export-runs.ts";
import styles from "./receipt.module.css";

/** One receipt as a slip of paper, with the result of its check on top. */
export function ReceiptPage({ id }: { readonly id: string }) {
	const asked = useAsk(() => client.history.receipt({ id: id as Receipt["body"]["id"] }), id);
	const body = asked.answer?.receipt.body;
	return (
		<Page title={body ? say("page.receipt.title", { title: body.purpose }) : say("page.receipt.name")}>
			<p className={styles.back}>
				<a href={hrefOf({ page: "history" })}>{say("page.receipt.back")}</a>
			</p>
			{asked.problem ? <ProblemNotice problem={asked.problem} onRetry={asked.again} /> : null}
			{asked.answer ? (
				<Slip receipt={asked.answer.receipt} verified={asked.answer.verified} />
			) : asked.busy ? (
				<Waiting words={say("page.receipt.loading")} />
			) : null}
		</Page>
	);
}

function Slip({ receipt, verified }: { readonly receipt: Receipt; readonly verified: boolean }) {
	const now = useNow(60_000);
	const own = useStatus().snapshot?.requesters[0]?.name;
	const { body } = receipt;
	const line = (code: string, value: string) => (
		<div className={styles.line}>
			<dt>{say(`page.receipt.${code}`)}</dt>
			<dd>{value}</dd>
		</div>
	);
	return (
		<article className={styles.slip}>
			<Notice tone={verified ? "pine" : "warn"} icon={verified ? <Shield /> : <StateIcon shape="problem" size={22} />}>
				<b>{say(verified ? "page.receipt.verified" : "page.receipt.not-verified")}</b>{" "}
				{say(verified ? "page.receipt.verified-why" : "page.receipt.not-verified-why")}
			</Notice>
			{body.end === "refused" ? null : <LifeOf jobId={body.jobId} receiptId={body.id} />}
			<dl className={styles.lines}>
				{line("asked-by", body.requesterName === own ? say("page.allow.who-you") : body.requesterName)}
				{line("kind", say(`class.${body.class}.name`))}
				{line("ended", sayKnown(`end.${body.end}`, {}, body.end))}
				{body.refusal ? line("refusal", sayKnown(`problem.${body.refusal}.what`, {}, body.refusal)) : null}
				{body.end === "refused" ? line("when", momentWords(locale, body.endedAt, now)) : null}
				{body.end === "refused" ? null : line("cpu", durationWords(locale, body.usage.cpuSeconds * 1000))}
				{body.end === "refused"
					? null
					: line(
							"memory",
							say("page.receipt.memory-of", {
								used: memoryWords(say, body.usage.peakMemoryMiB),
								of: memoryWords(say, body.limits.memoryMiB),
							}),
						)}
			</dl>
			{body.proof ? (
				<section className={styles.proof} aria-label={say("page.receipt.proof")}>
					<p className={styles.big}>
						{durationWords(locale, body.proof.provenMs)}
						<small>{say("page.receipt.to-proof")}</small>
					</p>
					<ul>
						<li>{say("page.receipt.processes", { n: body.proof.processesLeft })}</li>
						<li>{say(body.proof.scratchErased ? "page.receipt.erased" : "page.receipt.not-erased")}</li>
					</ul>
				</section>
			) : (
				<p className={styles.soft}>{say("page.receipt.no-proof")}</p>
			)}
			<div>
				<Button
					kind="small"
					onPress={() =>
						saveFile(`hearth-receipt-${body.id}.json`, "application/json", `${JSON.stringify(receipt, null, "\t")}\n`)
					}
				>
					{say("page.receipt.save")}
				</Button>
			</div>
			<details className={styles.details}>
				<summary>{say("page.receipt.details")}</summary>
				<dl className={styles.lines}>
					{line("id", body.id)}
					{line("job-digest", body.jobDigest)}
					{line("artifact", body.artifactDigest)}
					{line("exit", body.exitCode === null ? say("page.receipt.no-exit") : numberWords(locale, body.exitCode))}
					{body.proof ? line("method", body.proof.method) : null}
					{line("signature", receipt.signature)}
					{line("key", receipt.publicKey)}
				</dl>
			</details>
		</article>
	);
}
