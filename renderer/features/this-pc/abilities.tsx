import type { About } from "../../../main/contract/about.ts";
import { momentWords } from "../../../main/contract/formats.ts";
import type { JobClass } from "../../../main/contract/job.ts";
import { locale } from "../../reader.ts";
import { StateIcon } from "../../ui/icons.tsx";
import { say, sayKnown } from "../../words.ts";
import styles from "./this-pc.module.css";

const classes: readonly JobClass[] = ["wasm", "container", "gpu"];

/** Each kind of work with what a real trial box proved here, and when. */
export function Abilities({ runners, now }: { readonly runners: About["runners"]; readonly now: number }) {
	return (
		<ul className={styles.rows}>
			{classes.map((one) => {
				const runner = runners[one];
				const otherwise = say(runner.available ? "page.this-pc.proven" : `class.${one}.missing`);
				return (
					<li key={one} className={runner.available ? styles.good : styles.none}>
						<StateIcon shape={runner.available ? "done" : "off"} size={22} />
						<div>
							<b>{say(`class.${one}.name`)}</b>
							<p>{sayKnown(`probe.${runner.code}`, { detail: runner.detail }, otherwise)}</p>
							<small>{say("page.this-pc.checked", { at: momentWords(locale, runner.probedAt, now) })}</small>
							{runner.detail ? (
								<details>
									<summary>{say("window.details")}</summary>
									<code>{runner.detail}</code>
								</details>
							) : null}
						</div>
					</li>
				);
			})}
		</ul>
	);
}
