import { durationWords, numberWords } from "../../../main/contract/formats.ts";
import { memoryWords } from "../../../main/contract/grant-words.ts";
import type { RunningJob, Snapshot } from "../../../main/contract/snapshot.ts";
import { locale } from "../../reader.ts";
import { Quiet } from "../../ui/quiet.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { useNow } from "../../use-now.ts";
import { say } from "../../words.ts";
import { LifeOf } from "../jobs/life-line.tsx";
import { cpuArea, cpuLine } from "./cpu-line.ts";
import styles from "./lending.module.css";

/** What runs on this PC now: what it is called, who asks, what it may use, for how long already. */
export function Running({ snapshot }: { readonly snapshot: Snapshot }) {
	const now = useNow(1000);
	const own = snapshot.requesters[0]?.name;
	return (
		<Sheet title={say("page.lending.running")}>
			{snapshot.jobs.length === 0 ? (
				<Quiet words={say(emptyCode(snapshot))} />
			) : (
				<ul className={styles.jobs}>
					{snapshot.jobs.map((job) => (
						<JobRow key={job.id} job={job} own={job.requesterName === own} now={now} />
					))}
				</ul>
			)}
		</Sheet>
	);
}

function emptyCode(s: Snapshot): string {
	if (s.state === "ready" || s.state === "lending") return "page.lending.nothing-yet";
	return s.grants.length > 0 ? "page.lending.nothing-held" : "page.lending.nothing-off";
}

function JobRow({ job, own, now }: { readonly job: RunningJob; readonly own: boolean; readonly now: number }) {
	const top = Math.max(job.limits.cpu, 0.1);
	const phase = job.phase === "running" ? null : say(`page.lending.phase.${job.phase}`);
	return (
		<li className={styles.job}>
			<div>
				<h3>{job.title}</h3>
				<p className={styles.soft}>
					{say("page.lending.job-line", {
						who: own ? say("window.you") : job.requesterName,
						what: say(`class.${job.class}.one`),
						memory: memoryWords(say, job.limits.memoryMiB),
						time: durationWords(locale, job.limits.seconds * 1000),
					})}
				</p>
				{phase ? <p className={styles.phase}>{phase}</p> : null}
			</div>
			<p className={styles.time}>
				{durationWords(locale, Math.max(1000, Math.floor((now - job.startedAt) / 1000) * 1000))}
			</p>
			<div className={styles.life}>
				<LifeOf jobId={job.id} receiptId={null} fresh={job.phase} brief />
			</div>
			{job.recentCpus.length > 1 ? (
				<svg className={styles.spark} viewBox="0 0 300 48" preserveAspectRatio="none" aria-hidden="true">
					<path d={cpuArea(job.recentCpus, top, 300, 48)} className={styles.area} />
					<path d={cpuLine(job.recentCpus, top, 300, 48)} className={styles.line} />
				</svg>
			) : null}
			<p className={styles.usage}>
				{job.cpus === null
					? say("page.lending.usage-soon")
					: say("page.lending.usage", {
							cpus: numberWords(locale, job.cpus, job.cpus < 1 ? 2 : 1),
							of: numberWords(locale, job.limits.cpu),
							memory: memoryWords(say, job.memoryMiB ?? 0),
						})}
			</p>
		</li>
	);
}
