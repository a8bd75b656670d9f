import type { SentField } from "../../../main/contract/about.ts";
import { say, sayKnown } from "../../words.ts";
import styles from "./this-pc.module.css";

/** Every field this PC can send, made from the wire's own definition: what is not listed cannot be sent. */
export function SentTable({ fields }: { readonly fields: readonly SentField[] }) {
	const messages = [...new Set(fields.map((one) => one.message))];
	return (
		<div className={styles.messages}>
			{messages.map((message) => {
				const own = fields.filter((one) => one.message === message);
				return (
					<details key={message} className={styles.message}>
						<summary>
							<b>{sayKnown(`sent.message.${message}`, {}, message)}</b>
							<span>{sayKnown(`sent.message.${message}.when`, {}, "")}</span>
						</summary>
						<table className={styles.table}>
							<thead>
								<tr>
									<th scope="col">{say("page.this-pc.meaning")}</th>
									<th scope="col">{say("page.this-pc.field")}</th>
								</tr>
							</thead>
							<tbody>
								{own.map((one) => (
									<tr key={one.field}>
										<td>{sayKnown(one.meaning, {}, say("page.this-pc.no-meaning"))}</td>
										<td className={styles.source}>
											<code>{one.field}</code>
										</td>
									</tr>
								))}
							</tbody>
						</table>
					</details>
				);
			})}
		</div>
	);
}
