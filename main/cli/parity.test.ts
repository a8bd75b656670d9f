// The window and the command line are equals: each call of the contract has a line that makes it and a place in the
// window that makes it, or a reason why not. The table in docs/ux-rules.md is the one made here.
import { readdirSync, readFileSync } from "node:fs";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { contract } from "../contract/calls.ts";
import { buildProgram } from "./program.ts";
import type { Terminal } from "./terminal.ts";

const root = new URL("../../", import.meta.url);

/** Source files below a folder, tests left out, as one text. */
function sources(folder: string, pattern: RegExp): string {
	return readdirSync(new URL(folder, root), { recursive: true, encoding: "utf8" })
		.filter((name) => pattern.test(name) && !/\.test\.|fixture|gallery/.test(name))
		.map((name) => readFileSync(new URL(`${folder}${name}`, root), "utf8"))
		.join("\n");
}
const inWindow = sources("renderer/", /\.tsx?$/);
const inCommands = sources("main/cli/", /\.ts$/);
const inShell = sources("electron/", /\.ts$/);

const calls = Object.entries(contract).flatMap(([area, all]) => Object.keys(all).map((name) => `${area}.${name}`));

interface Way {
	/** The line after `hearth`, or why there is none. */
	readonly line: string | { readonly none: string };
	/** What a person looks for in the window, or why there is nothing. */
	readonly window: string | { readonly none: string };
	/** Set where the command does the same by itself, so that it needs no agent: how its source says so. */
	readonly direct?: RegExp;
}
const none = (reason: string) => ({ none: reason });

const ways: Record<string, Way> = {
	"status.get": { line: "status", window: none("status.watch gives the same picture, and its changes") },
	"status.watch": { line: none("`status` asks once; a script asks again"), window: "every page" },
	"lend.preview": { line: "lend on", window: "Allow: What you would allow" },
	"lend.on": { line: "lend on", window: "Allow: Lend" },
	"lend.stop": { line: "stop", window: "every page: Stop lending" },
	"lend.pause": { line: "pause", window: "every page: Pause" },
	"lend.resume": { line: "resume", window: "every page: Lend again now" },
	"jobs.submit": { line: "submit", window: none("asking for work of one's own is a developer's, by command") },
	"jobs.sample": {
		line: none("`submit --python FILE` does what the sample does"),
		window: "Lending: Try it on this PC",
	},
	"jobs.list": { line: "jobs", window: "Lending: the small picture, found again" },
	"jobs.get": { line: "submit", window: none("jobs.watch gives the same, and what follows") },
	"jobs.cancel": { line: "cancel", window: none("a requester's, by command; the owner's way is Stop") },
	"jobs.watch": { line: "logs", window: "Lending: the small picture, as it is drawn" },
	"jobs.output": { line: "result", window: "Lending: the small picture" },
	"history.list": { line: "history", window: "History: the table" },
	"history.days": { line: none("`history --export` gives every run to add up"), window: "History: the week" },
	"history.receipt": { line: "history", window: "History: a receipt" },
	"history.life": {
		line: none("a picture; its numbers stand in the receipt"),
		window: "History: a receipt, the line of its life",
	},
	"history.verify": { line: "ledger verify", window: "History: Check all of it" },
	"history.loss": { line: "history forget", window: "History: what deleting would take away" },
	"history.forget": { line: "history forget", window: "History: delete" },
	"device.about": { line: none("`doctor` and `status` say what matters of it"), window: "This PC" },
	"device.probe": { line: none("`doctor` says what the newest probe found"), window: "This PC: Check again" },
	"device.doctor": { line: "doctor", window: "This PC: What needs a look" },
	"shell.observe": {
		line: none("what the desktop sees, told by the shell"),
		window: none("told by the shell around it"),
	},
	"startup.get": { line: "startup", window: "This PC: Starting with the PC" },
	"startup.set": { line: "startup", window: "This PC: Starting with the PC" },
	"setup.plan": { line: "setup plan", window: "Setup: what will change", direct: /showPlan\(openSetup\(/ },
	"setup.readInvite": { line: "setup plan", window: "Setup: the link of an invite", direct: /readChoices\(/ },
	"setup.get": { line: "setup status", window: "Setup: where it stands", direct: /openSetup\([\w.]+\)\.status\(\)/ },
	"setup.watch": { line: none("`setup apply` tells each step as it comes"), window: "Setup: progress" },
	"setup.apply": { line: "setup apply", window: "Setup: do it", direct: /engine\.apply\(/ },
	"setup.resume": { line: "setup resume", window: "Setup: go on", direct: /engine\.resume\(/ },
	"setup.undo": { line: "setup undo", window: "Setup: take it back", direct: /engine\.undo\(/ },
	"setup.cancel": { line: none("Ctrl-C stops a command at the next safe point"), window: "Setup: stop safely" },
	"window.open": { line: "ui", window: none("it is open already") },
};

const program = buildProgram({ columns: 80 } as Terminal, () => undefined);
const commandOf = (line: string) =>
	line
		.split(" ")
		.reduce<Command | undefined>((parent, name) => parent?.commands.find((one) => one.name() === name), program);
const makes = (text: string, call: string) => new RegExp(`\\.${call.replace(".", "\\s*\\.\\s*")}\\s*\\(`).test(text);

test("every call has its two ways, or a reason; no way is left over", () => {
	expect(Object.keys(ways)).toEqual(calls);
});

test.each(Object.entries(ways))("%s: its line is a command that makes the call", (call, { line, direct }) => {
	if (typeof line !== "string") {
		expect(line.none.length).toBeGreaterThan(10);
		expect(makes(inCommands, call), "made after all: name the line").toBe(false);
		return;
	}
	expect(commandOf(line), line).toBeDefined();
	expect(direct ? direct.test(inCommands) : makes(inCommands, call)).toBe(true);
});

test.each(Object.entries(ways))("%s: its place in the window makes the call", (call, { window }) => {
	expect(makes(inWindow, call)).toBe(typeof window === "string");
	if (typeof window !== "string") expect(window.none.length).toBeGreaterThan(10);
});

test("what only the shell says, the shell does say", () => {
	expect(makes(inShell, "shell.observe")).toBe(true);
});

test("every command can answer in JSON", () => {
	const leaves = (command: Command): Command[] =>
		command.commands.length > 0 ? command.commands.flatMap(leaves) : [command];
	for (const one of leaves(program)) {
		const help = one.helpInformation();
		expect(help, one.name()).toContain("--json");
	}
});

test("the table in docs/ux-rules.md is this one", () => {
	const cell = (way: string | { none: string }, wrap: (text: string) => string) =>
		typeof way === "string" ? wrap(way) : `none: ${way.none}`;
	const rows = Object.entries(ways).map(
		([call, way]) =>
			`| \`${call}\` | ${cell(way.line, (text) => `\`hearth ${text}\``)} | ${cell(way.window, (text) => text)} |`,
	);
	const table = ["| call | command | window |", "|---|---|---|", ...rows].join("\n");
	expect(readFileSync(new URL("docs/ux-rules.md", root), "utf8")).toContain(table);
});
