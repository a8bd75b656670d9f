// How each system asks its person for an administrator's rights, and what its answer means. Pure.
import type { CommandEnd } from "../../main/tools/run-command/run-command.ts";

/** null: the question was answered with yes, so the helper's own lines tell how it ended. */
export type Answer = "declined" | "not-allowed" | "no-prompt" | null;

export interface Starter {
	/** Of `program`, which is to run as the administrator. */
	argv(program: readonly [string, ...string[]]): readonly [string, ...string[]];
	/** Called only when the helper did not say a word. */
	answer(end: CommandEnd): Answer;
	/** A line for a terminal that does the same. */
	byHand(program: readonly [string, ...string[]]): string;
}

/**
 * polkit: 126 is a no. 127 is that nobody here can ask, or that the answer did not do: a wrong password, or an account that
 * may not. pkexec says which in words it never translates. Without its own question in a terminal, which nobody would see.
 */
const pkexec: Starter = {
	argv: (program) => ["pkexec", "--disable-internal-agent", ...program],
	answer(end) {
		if (end.end === "not-started") return "no-prompt";
		if (end.end !== "exit") return null;
		if (end.code === 127 && /: Not authorized$/m.test(end.stderr.text)) return "not-allowed";
		return end.code === 126 ? "declined" : end.code === 127 ? "no-prompt" : null;
	},
	byHand: (program) => ["sudo", ...program].map(quoteForShell).join(" "),
};

/** The words of the script are fixed; the program comes as arguments, each quoted by AppleScript itself. */
const osascript: Starter = {
	argv: (program) => [
		"/usr/bin/osascript",
		...["on run argv", 'set command to ""', "repeat with one in argv"].flatMap(scriptLine),
		...['set command to command & quoted form of (one as text) & " "', "end repeat"].flatMap(scriptLine),
		...["do shell script command with administrator privileges", "end run"].flatMap(scriptLine),
		...program,
	],
	answer(end) {
		if (end.end === "not-started") return "no-prompt";
		if (end.end !== "exit" || end.code === 0) return null;
		if (/\(-128\)\s*$/.test(end.stderr.text)) return "declined";
		// errAEEventNotPermitted, and no screen to ask on.
		return /\((-1743|-1713|-60007)\)\s*$/.test(end.stderr.text) ? "no-prompt" : null;
	},
	byHand: pkexec.byHand,
};

/**
 * Windows: the same as Start-Process -Verb RunAs, but through .NET, which keeps the number of the error. 1223 is
 * ERROR_CANCELLED.
 */
const uac: Starter = {
	argv: ([file, ...args]) => [
		"powershell.exe",
		...powershellFlags,
		"-EncodedCommand",
		encode(elevateScript(file, args)),
	],
	answer(end) {
		if (end.end === "not-started") return "no-prompt";
		return end.end === "exit" && end.code === 1223 ? "declined" : null;
	},
	byHand: (program) => program.map((one) => (/[\s"]/.test(one) ? `"${one}"` : one)).join(" "),
};

/** Where Hearth itself runs as root there is nobody to ask. */
export const alreadyRoot: Starter = {
	argv: (program) => program,
	answer: (end) => (end.end === "not-started" ? "no-prompt" : null),
	byHand: pkexec.byHand,
};

export function starterFor(platform: NodeJS.Platform, uid: number | null): Starter {
	if (uid === 0) return alreadyRoot;
	if (platform === "darwin") return osascript;
	return platform === "win32" ? uac : pkexec;
}

const scriptLine = (line: string) => ["-e", line];
const powershellFlags = ["-NoLogo", "-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass"];

/** -EncodedCommand takes UTF-16LE in base64, so no quoting rule of any shell applies. */
const encode = (script: string) => Buffer.from(script, "utf16le").toString("base64");

function elevateScript(file: string, args: readonly string[]): string {
	return [
		"$ErrorActionPreference = 'Stop'",
		"$start = New-Object System.Diagnostics.ProcessStartInfo",
		`$start.FileName = ${quoteForPowershell(file)}`,
		`$start.Arguments = ${quoteForPowershell(args.map(quoteForWindows).join(" "))}`,
		"$start.Verb = 'runas'",
		"$start.UseShellExecute = $true",
		"$start.WindowStyle = 'Hidden'",
		"try {",
		"  $process = [System.Diagnostics.Process]::Start($start)",
		"  $process.WaitForExit()",
		"  exit $process.ExitCode",
		"} catch {",
		"  $cause = $_.Exception",
		"  while ($cause) {",
		"    if ($cause -is [System.ComponentModel.Win32Exception]) { exit $cause.NativeErrorCode }",
		"    $cause = $cause.InnerException",
		"  }",
		"  exit 1",
		"}",
	].join("\r\n");
}

/** PowerShell also takes the typographic quotes for quotes. */
function quoteForPowershell(text: string): string {
	return `'${text.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

/** CommandLineToArgvW: backslashes count double only before a quote. */
function quoteForWindows(argument: string): string {
	if (argument !== "" && !/[\s"]/.test(argument)) return argument;
	return `"${argument.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, "$1$1")}"`;
}

function quoteForShell(argument: string): string {
	return /^[A-Za-z0-9_@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`;
}
