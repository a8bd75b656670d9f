// A Problem as a person reads it on standard error: what happened, what changed, what to do.
import type { Problem } from "../contract/problem.ts";
import type { Say } from "../contract/words.ts";
import { plain } from "./table.ts";

/** Lines with a line end each. A problem whose words need more than it brings is shown by its code and arguments. */
export function problemWords(say: Say, problem: Problem): string {
	if (problem.code === "input.malformed" && typeof problem.args.usage === "string") {
		return `${plain(String(problem.args.detail))}\n${say("cli.usage-hint")}\n`;
	}
	if (problem.code === "consent.not-confirmed" && problem.args.why === "no-terminal") {
		return `${say("cli.lend.no-terminal")}\n`;
	}
	const parts = ["what", "changed", "do"].map((part) =>
		sayOrNothing(say, `problem.${problem.code}.${part}`, problem.args),
	);
	const lines = parts.filter((line) => line !== "");
	if (lines.length === 0) lines.push(say("cli.problem", { code: problem.code }));
	// Facts of the case that the sentences do not name, such as a path or the OS's own error.
	const said = lines.join(" ");
	const rest = Object.entries(problem.args).filter(
		([name, value]) => value !== "" && !said.includes(String(value)) && !isMoment(name, value),
	);
	if (rest.length > 0) lines.push(plain(`(${rest.map(([name, value]) => `${name}: ${value}`).join(", ")})`));
	return `${lines.join("\n")}\n`;
}

/** Said in the sentences as a date. */
const isMoment = (name: string, value: string | number) =>
	typeof value === "number" && (name === "from" || name === "until");

function sayOrNothing(say: Say, code: string, args: Problem["args"]): string {
	try {
		return plain(say(code, args));
	} catch {
		return "";
	}
}
