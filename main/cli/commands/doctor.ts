// `hearth doctor`: what is wrong on this PC and how to fix it.
import type { Finding } from "../../contract/about.ts";
import type { Say } from "../../contract/words.ts";
import type { ExitCode } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { plain } from "../table.ts";

/** Ends with 1 when something keeps Hearth from working. */
export async function runDoctor(invocation: Invocation): Promise<ExitCode> {
	const report = await (await invocation.agent()).device.doctor({});
	await invocation.answer(report, () => report.findings.map((one) => findingWords(invocation.say, one)).join(""));
	return report.findings.some((one) => one.level === "problem") ? 1 : 0;
}

function findingWords(say: Say, { code, level, ...finding }: Finding): string {
	// A probe's code has a sentence of its own.
	const { why } = finding.args;
	const args = why === undefined ? finding.args : { ...finding.args, why: say(`probe.${why}`) };
	const label = say(`cli.doctor.${level}`);
	const lines = [plain(say(`doctor.${code}.what`, args)), plain(say(`doctor.${code}.do`, args))];
	const [what = "", todo = ""] = lines;
	return todo === "" ? `${label}  ${what}\n` : `${label}  ${what}\n${" ".repeat(label.length)}  ${todo}\n`;
}
