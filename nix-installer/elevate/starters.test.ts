// How each system is asked, and what its answers mean.
import fc from "fast-check";
import { expect, test } from "vitest";
import type { CommandEnd } from "../../main/tools/run-command/run-command.ts";
import { starterFor } from "./starters.ts";

const said = (code: number, stderr = ""): CommandEnd => ({
	end: "exit",
	code,
	stdout: { text: "", leftOut: 0 },
	stderr: { text: stderr, leftOut: 0 },
});
const missing: CommandEnd = {
	end: "not-started",
	error: "ENOENT",
	stdout: { text: "", leftOut: 0 },
	stderr: { text: "", leftOut: 0 },
};
const program: readonly [string, ...string[]] = ["/opt/node", "/opt/setup-helper.js", "/home/a b/request.json", "00"];

test.each([
	["linux", said(126), "declined"],
	["linux", said(127), "no-prompt"],
	["linux", said(127, "Error executing command as another user: No authentication agent found.\n"), "no-prompt"],
	[
		"linux",
		said(127, "Error executing command as another user: Not authorized\n\nThis incident has been reported.\n"),
		"not-allowed",
	],
	["linux", said(1), null],
	["linux", missing, "no-prompt"],
	["darwin", said(1, "0:54: execution error: User canceled. (-128)\n"), "declined"],
	["darwin", said(1, "0:54: execution error: Der Benutzer hat abgebrochen. (-128)\n"), "declined"],
	["darwin", said(1, "execution error: Not authorized to send Apple events. (-1743)\n"), "no-prompt"],
	["darwin", said(1, "0:54: execution error: The command exited with a non-zero status. (2)\n"), null],
	["win32", said(1223), "declined"],
	["win32", said(5), null],
	["win32", missing, "no-prompt"],
] as const)("%s: %j means %s", (platform, end, answer) => {
	expect(starterFor(platform, 1000).answer(end)).toBe(answer);
});

test("polkit never asks in a terminal nobody sees; root is not asked at all", () => {
	expect(starterFor("linux", 1000).argv(program)).toEqual(["pkexec", "--disable-internal-agent", ...program]);
	expect(starterFor("linux", 0).argv(program)).toEqual(program);
	expect(starterFor("linux", 1000).byHand(program)).toBe(
		"sudo /opt/node /opt/setup-helper.js '/home/a b/request.json' 00",
	);
});

test("AppleScript gets the program as arguments only, so no name can become part of the script", () => {
	const evil: readonly [string, ...string[]] = ["/opt/node", 'x" & (do shell script "id") & "'];
	const [first, ...rest] = starterFor("darwin", 501).argv(evil);
	expect(first).toBe("/usr/bin/osascript");
	expect(rest.slice(-2)).toEqual(evil);
	const script = rest.slice(0, -2);
	expect(script.filter((_, index) => index % 2 === 0).every((one) => one === "-e")).toBe(true);
	expect(script.join("\n")).not.toContain("id");
	expect(script).toEqual(starterFor("darwin", 501).argv(program).slice(1, -4));
});

/** As PowerShell reads a single-quoted text, and Windows takes a command line apart. */
function unquote(script: string, name: string): string {
	const text = new RegExp(
		`\\$start\\.${name} = '((?:[^'\u2018\u2019\u201a\u201b]|['\u2018\u2019\u201a\u201b]{2})*)'\r\n`,
	).exec(script)?.[1];
	if (text === undefined) throw new Error(`no ${name} in ${script}`);
	return text.replace(/['\u2018\u2019\u201a\u201b]{2}/g, (two) => two.charAt(0));
}
function takeApart(line: string): string[] {
	const found: string[] = [];
	let now = "";
	let quoted = false;
	let any = false;
	for (let at = 0; at < line.length; at++) {
		const slashes = /^\\+/.exec(line.slice(at))?.[0].length ?? 0;
		if (slashes > 0 && line[at + slashes] === '"') {
			now += "\\".repeat(Math.floor(slashes / 2));
			at += slashes - 1;
			if (slashes % 2 === 1) {
				now += '"';
				at++;
			}
		} else if (line[at] === '"') {
			quoted = !quoted;
			any = true;
		} else if (line[at] === " " && !quoted) {
			if (now !== "" || any) found.push(now);
			now = "";
			any = false;
		} else now += line[at];
	}
	if (now !== "" || any) found.push(now);
	return found;
}

test("UAC: every argument arrives as it is", () => {
	const odd = fc.string({
		unit: fc.constantFrom("a", " ", "'", '"', "\\", "\u2019", "$", "`", ";", "ä"),
		maxLength: 10,
	});
	fc.assert(
		fc.property(odd, fc.array(odd, { maxLength: 4 }), (file, args) => {
			const argv = starterFor("win32", null).argv([file, ...args]);
			expect(argv.at(-2)).toBe("-EncodedCommand");
			const script = Buffer.from(argv.at(-1) ?? "", "base64").toString("utf16le");
			expect(unquote(script, "FileName")).toBe(file);
			expect(takeApart(unquote(script, "Arguments"))).toEqual(args);
			expect(script).toContain("$start.Verb = 'runas'");
		}),
	);
});
