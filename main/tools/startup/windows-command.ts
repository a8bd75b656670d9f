// One argument array as a Windows command line, by the rules its C runtime takes it apart with. Pure.
import type { Argv } from "./start-command.ts";

/** CommandLineToArgvW: backslashes count double only before a quote. The program's name itself is always quoted. */
export function windowsCommandLine([file, ...args]: Argv): string {
	return [`"${file}"`, ...args.map(quote)].join(" ");
}

function quote(argument: string): string {
	if (argument !== "" && !/[\s"]/.test(argument)) return argument;
	return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

/** What a Run value may hold: "no longer than 260 characters" (Run and RunOnce Registry Keys). */
export const maxRunCharacters = 260;

/** The value `name` in the answer of `reg query`: lines of name, type and data, four spaces apart. null: not there. */
export function registryValue(answer: string, name: string, type: "REG_SZ" | "REG_BINARY"): string | null {
	const start = `    ${name}    ${type}    `;
	const line = answer.split(/\r?\n/).find((one) => one.startsWith(start));
	return line === undefined ? null : line.slice(start.length);
}

/** StartupApproved holds 12 bytes; the first is even for allowed and odd for switched off by the person. */
export const isSwitchedOff = (approvedHex: string | null) =>
	approvedHex !== null && Number.parseInt(approvedHex.slice(0, 2), 16) % 2 === 1;

/** reg.exe answers in the console's code page: letters beyond ASCII come back changed, one for each or several. */
export const comparable = (text: string) => text.replace(/[^\x20-\x7e]+/g, "?");
