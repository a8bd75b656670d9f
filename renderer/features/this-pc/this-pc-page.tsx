import { useState } from "react";
import type { About, DoctorReport } from "../../../main/contract/about.ts";
import { momentWords } from "../../../main/contract/formats.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { client, problemOf } from "../../client.ts";
import { Page } from "../../page.tsx";
import { locale } from "../../reader.ts";
import { Button } from "../../ui/button.tsx";
import { ProblemNotice } from "../../ui/notice.tsx";
import { PathWords } from "../../ui/path-words.tsx";
import { Sheet } from "../../ui/sheet.tsx";
import { Waiting } from "../../ui/skeleton.tsx";
import { useAsk } from "../../use-ask.ts";
import { useNow } from "../../use-now.ts";
import { say } from "../../words.ts";
import { RemoveLink } from "../setup/remove-link.tsx";
import { Abilities } from "./abilities.tsx";
import { FactsTable } from "./facts-table.tsx";
import { Findings } from "./findings.tsx";
import { SentTable } from "./sent-table.tsx";
import { StartupPart } from "./startup-part.tsx";
import styles from "./this-pc.module.css";

/** What this PC can prove it can do, what it knows, what it sends, and what is wrong with it. */
export function ThisPcPage({ snapshot }: { readonly snapshot: Snapshot }) {
	const now = useNow(30_000);
	const about = useAsk(() => client.device.about({}), "about");
	const doctor = useAsk(() => client.device.doctor({}), "doctor");
	const [probed, setProbed] = useState<About | null>(null);
	const [busy, setBusy] = useState(false);
	const [failed, setFailed] = useState<Problem | null>(null);
	const shown = probed ?? about.answer;
	const checkAgain = async () => {
		setBusy(true);
		setFailed(null);
		try {
			setProbed(await client.device.probe({}));
			doctor.again();
		} catch (error) {
			setFailed(problemOf(error));
		}
		setBusy(false);
	};
	const problem = failed ?? about.problem;
	return (
		<Page title={shown ? titleOf(shown, doctor.answer) : say("page.this-pc.name")} why={say("page.this-pc.why")}>
			{problem ? <ProblemNotice problem={problem} onRetry={about.again} /> : null}
			{shown ? (
				<>
					<div className={styles.pair}>
						<Sheet
							title={say("page.this-pc.can")}
							aside={
								<Button kind="small" onPress={() => void checkAgain()} isPending={busy}>
									{say(busy ? "page.this-pc.checking" : "page.this-pc.check-again")}
								</Button>
							}
						>
							<Abilities runners={shown.runners} now={now} />
						</Sheet>
						<Sheet title={say("page.this-pc.wrong")}>
							{doctor.answer ? <Findings report={doctor.answer} /> : <Waiting words={say("page.this-pc.looking")} />}
						</Sheet>
					</div>
					<StartupPart />
					<Sheet title={say("page.this-pc.knows")}>
						<p className={styles.soft}>{say("page.this-pc.knows-why")}</p>
						<FactsTable facts={shown.facts} />
					</Sheet>
					<Sheet title={say("page.this-pc.sends")}>
						<p className={styles.soft}>{say("page.this-pc.sends-why")}</p>
						<SentTable fields={shown.sent} />
					</Sheet>
					<Sheet title={say("page.this-pc.version")}>
						<dl className={styles.pairs}>
							<div>
								<dt>{say("page.this-pc.hearth")}</dt>
								<dd>{shown.version}</dd>
							</div>
							<div>
								<dt>{say("page.this-pc.node")}</dt>
								<dd>{shown.node}</dd>
							</div>
							<div>
								<dt>{say("page.this-pc.folder")}</dt>
								<dd>
									<code>
										<PathWords words={shown.dataDirectory} />
									</code>
								</dd>
							</div>
							<div>
								<dt>{say("page.this-pc.seen")}</dt>
								<dd>{momentWords(locale, snapshot.at, now)}</dd>
							</div>
						</dl>
						<RemoveLink />
					</Sheet>
				</>
			) : about.busy ? (
				<Waiting words={say("page.this-pc.loading")} lines={5} />
			) : null}
		</Page>
	);
}

function titleOf(about: About, report: DoctorReport | null): string {
	const bad = report?.findings.filter((one) => one.level === "problem" || one.level === "warn").length ?? 0;
	if (bad > 0) return say("page.this-pc.title-wrong", { n: bad });
	const kinds = Object.values(about.runners).filter((one) => one.available).length;
	return say("page.this-pc.title", { n: kinds });
}
