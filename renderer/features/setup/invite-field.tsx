import { useId } from "react";
import type { InviteSummary } from "../../../main/contract/invite.ts";
import { inviteStart, maxPastedLength } from "../../../main/contract/invite-text.ts";
import type { Problem } from "../../../main/contract/problem.ts";
import { Notice } from "../../ui/notice.tsx";
import { say, sayKnown } from "../../words.ts";
import styles from "./setup.module.css";
import { inviteArgs } from "./setup-words.ts";

interface InviteFieldProps {
	readonly link: string;
	readonly onChange: (link: string) => void;
	/** What is missing or wrong, once it is time to say so. */
	readonly open: string | null;
	readonly summary: InviteSummary | null;
}

/** Where the link goes, and under it at once whose invite it is, or what is wrong with it. */
export function InviteField({ link, onChange, open, summary }: InviteFieldProps) {
	const id = useId();
	return (
		<>
			<label className={styles.field}>
				<span>{say("page.setup.link")}</span>
				<input
					type="text"
					inputMode="url"
					autoComplete="off"
					autoCapitalize="off"
					spellCheck={false}
					dir="ltr"
					value={link}
					placeholder={inviteStart}
					aria-invalid={open !== null}
					aria-describedby={`${id}-line ${id}-read`}
					// More than this is no invite; the agent says so.
					onChange={(event) => onChange(event.target.value.slice(0, maxPastedLength + 1))}
				/>
				<small id={`${id}-line`}>{say("page.setup.link-line")}</small>
			</label>
			<div id={`${id}-read`} role="status">
				{open ? <p className={styles.open}>{open}</p> : null}
				{summary ? <p className={styles.invited}>{say("setup.invite.is", inviteArgs(summary))}</p> : null}
			</div>
			{summary ? <Details summary={summary} /> : null}
		</>
	);
}

/** What went wrong and what to do about it, as one text. */
export const refusalWords = ({ code, args }: Problem): string =>
	["what", "do"].map((part) => sayKnown(`problem.${code}.${part}`, args, "")).join(" ");

/** What it is for, and what two people can compare to be sure of each other. */
function Details({ summary }: { readonly summary: InviteSummary }) {
	const { inviter, fingerprint, brings, fleet } = summary;
	return (
		<details className={styles.step}>
			<summary>{say("window.details")}</summary>
			<div className={styles.opened}>
				<dl className={styles.facts}>
					<div>
						<dt>{say("page.setup.invite-for")}</dt>
						<dd>
							{brings.map((one) => (
								<div key={one}>{say(`setup.invite.brings.${one}`)}</div>
							))}
							{fleet ? (
								<code dir="ltr" className={styles.hash}>
									{fleet}
								</code>
							) : null}
						</dd>
					</div>
					<div>
						<dt>{say("page.setup.invite-key")}</dt>
						<dd>
							<code dir="ltr" className={styles.hash}>
								{fingerprint}
							</code>
						</dd>
					</div>
				</dl>
				<Notice tone="sky">{say("page.setup.invite-sure", { inviter })}</Notice>
			</div>
		</details>
	);
}
