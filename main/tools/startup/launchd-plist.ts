// The text of a launchd agent's property list (launchd.plist(5)). Pure.
import type { Argv } from "./start-command.ts";

export interface LaunchdPlist {
	readonly label: string;
	readonly argv: Argv;
	/** Started again after it failed; the app is not, because closing it is a person's own act. */
	readonly keepAlive: boolean;
	/** Folders made for it, remembered for the removal. */
	readonly made: number;
}

const marker = "Written by Hearth. Folders made for this file: ";

/** The whole file. Program arguments are an array: nothing is expanded or split. */
export function launchdPlistText({ label, argv, keepAlive, made }: LaunchdPlist): string {
	const lines = [
		'<?xml version="1.0" encoding="UTF-8"?>',
		'<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
		`<!-- ${marker}${made} -->`,
		'<plist version="1.0">',
		"<dict>",
		"\t<key>Label</key>",
		`\t<string>${escapeXml(label)}</string>`,
		"\t<key>ProgramArguments</key>",
		argumentsText(argv),
		"\t<key>RunAtLoad</key>",
		"\t<true/>",
		"\t<key>LimitLoadToSessionType</key>",
		"\t<string>Aqua</string>",
		...(keepAlive ? keepAliveLines : ["\t<key>ProcessType</key>", "\t<string>Interactive</string>"]),
		"</dict>",
		"</plist>",
	];
	return `${lines.join("\n")}\n`;
}

/** ExitTimeOut gives the agent the time to end its jobs in order; ThrottleInterval keeps a failing one from spinning. */
const keepAliveLines = [
	"\t<key>KeepAlive</key>",
	"\t<dict>",
	"\t\t<key>SuccessfulExit</key>",
	"\t\t<false/>",
	"\t</dict>",
	"\t<key>ThrottleInterval</key>",
	"\t<integer>30</integer>",
	"\t<key>ExitTimeOut</key>",
	"\t<integer>45</integer>",
	"\t<key>Umask</key>",
	"\t<integer>63</integer>",
];

const argumentsText = (argv: Argv) =>
	["\t<array>", ...argv.map((arg) => `\t\t<string>${escapeXml(arg)}</string>`), "\t</array>"].join("\n");

const escapeXml = (text: string) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

export function readLaunchdPlist(text: string): { ours: boolean; made: number; starts(argv: Argv): boolean } {
	const made = new RegExp(`<!-- ${marker.replaceAll(".", "\\.")}(\\d) -->`).exec(text)?.[1];
	return {
		ours: made !== undefined,
		made: Number(made ?? 0),
		starts: (argv) => text.includes(argumentsText(argv)),
	};
}
