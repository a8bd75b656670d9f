// Every command with its options and help. What a command does is in commands/, loaded when it is used.
import { Command, Option } from "commander";
import { appVersion } from "./app-version.ts";
import type { ExitCode } from "./failure.ts";
import { type Invocation, openInvocation } from "./invocation.ts";
import type { Terminal } from "./terminal.ts";
import { say } from "./words.ts";

type Run = (invocation: Invocation, options: never, operands: string[]) => Promise<ExitCode>;

/** The whole command tree. `done` gets the exit code of the command that ran; failures are thrown from parseAsync. */
export function buildProgram(terminal: Terminal, done: (code: ExitCode) => void): Command {
	const program = new Command("hearth")
		.description(say("cli.help.hearth"))
		.version(appVersion(), "--version", say("cli.help.version"))
		.option("--json", say("cli.help.json"))
		.option("--data <dir>", say("cli.help.data"))
		.helpOption("-h, --help", say("cli.help.help"))
		.helpCommand(false)
		.configureHelp({ showGlobalOptions: true })
		.configureOutput({
			writeOut: (text) => void terminal.out(text),
			writeErr: () => {},
			getOutHelpWidth: () => terminal.columns,
		})
		.exitOverride();

	/** A command with its help; `load` gives what runs. */
	const add = (parent: Command, usageText: string, load: () => Promise<Run>, shape?: (command: Command) => void) => {
		const name = usageText.split(" ")[0] ?? usageText;
		const path = parent === program ? name : `${parent.name()}-${name}`;
		const command = parent
			.command(usageText)
			.description(say(`cli.help.${path}`))
			.copyInheritedSettings(program);
		shape?.(command);
		command.action(async (...all: unknown[]) => {
			const given = all.at(-1) as Command;
			const options = given.optsWithGlobals();
			const run = await load();
			done(await run(openInvocation(terminal, options), options as never, given.args));
		});
		return command;
	};
	const group = (name: string) => {
		const parent = program
			.command(name)
			.description(say(`cli.help.${name}`))
			.copyInheritedSettings(program);
		return parent.helpCommand(false);
	};
	const text = (flags: string, code: string) => new Option(flags, say(`cli.help.option.${code}`));
	const many = (flags: string, code: string) =>
		text(flags, code).argParser((one: string, before: string[] = []) => [...before, one]);
	const must = (option: Option) => option.makeOptionMandatory();

	add(
		program,
		"agent",
		() => import("./commands/agent.ts").then((m) => m.runAgentCommand),
		(command) => {
			command.addOption(text("--pool <pool>", "pool").default("embedded"));
		},
	);
	add(program, "status", () => import("./commands/status.ts").then((m) => m.showStatus));

	const lend = group("lend");
	add(
		lend,
		"on",
		() => import("./commands/lend.ts").then((m) => m.lendOn),
		(command) => {
			const classes = new Option("--class <class>", say("cli.help.option.class")).choices(["wasm", "container", "gpu"]);
			const collect = classes.parseArg as (one: string, before: unknown) => string;
			classes.argParser((one: string, before: string[] = []) => [...before, collect.call(classes, one, undefined)]);
			command
				.addOption(must(classes))
				.addOption(must(text("--cpus <n>", "lend-cpus")))
				.addOption(must(text("--memory <size>", "lend-memory")))
				.addOption(must(text("--scratch <size>", "lend-scratch")))
				.addOption(text("--when <when>", "when").choices(["any-time", "idle"]).default("idle"))
				.addOption(text("--hours <span>", "hours"))
				.addOption(text("--quiet <span>", "quiet"))
				.addOption(text("--on-battery", "on-battery"))
				.addOption(text("--metered", "metered"))
				.addOption(many("--requester <name>", "requester"))
				.addOption(text("--for <days>", "for").default("90d"))
				.addOption(text("--yes", "yes"));
		},
	);
	add(lend, "off", () => import("./commands/hold.ts").then((m) => m.stopLending));
	add(program, "stop", () => import("./commands/hold.ts").then((m) => m.stopLending));
	add(program, "pause [duration]", () => import("./commands/hold.ts").then((m) => m.pauseLending));
	add(program, "resume", () => import("./commands/hold.ts").then((m) => m.resumeLending));

	add(
		program,
		"submit [argv...]",
		() => import("./commands/submit.ts").then((m) => m.submit),
		(command) => {
			command
				.usage("[options] [-- ARGV...]")
				.addOption(text("--wait", "wait"))
				.addOption(text("--title <title>", "title"))
				.addOption(text("--cpus <n>", "cpus").default("1"))
				.addOption(text("--memory <size>", "memory").default("512MiB"))
				.addOption(text("--seconds <n>", "seconds").default("300"))
				.addOption(many("--input <file>", "input"))
				.addOption(many("--output <name[:size]>", "output"))
				.addOption(text("--python <file>", "python"))
				.addOption(text("--class <class>", "submit-class").choices(["wasm", "container"]))
				.addOption(text("--module <file>", "module"))
				.addOption(text("--image <ref>", "image"));
		},
	);
	add(program, "jobs", () => import("./commands/jobs.ts").then((m) => m.listJobs));
	add(
		program,
		"logs <id>",
		() => import("./commands/logs.ts").then((m) => m.showLogs),
		(command) => {
			command.addOption(text("--follow", "follow"));
		},
	);
	add(program, "cancel <id>", () => import("./commands/jobs.ts").then((m) => m.cancelJob));
	add(
		program,
		"result <id>",
		() => import("./commands/result.ts").then((m) => m.saveResult),
		(command) => {
			command.addOption(must(text("--to <dir>", "to"))).addOption(text("--force", "force"));
		},
	);

	const history = add(
		program,
		"history",
		() => import("./commands/history.ts").then((m) => m.showHistory),
		(command) => {
			command
				.addOption(text("--receipt <id>", "receipt"))
				.addOption(text("--export <file>", "export").conflicts("receipt"))
				.addOption(text("--format <format>", "format").choices(["csv", "json"]))
				.addOption(text("--force", "force"));
		},
	);
	history.helpCommand(false);
	add(
		history,
		"forget",
		() => import("./commands/history-forget.ts").then((m) => m.forgetHistory),
		(command) => {
			command.addOption(text("--yes", "forget-yes"));
		},
	);
	add(group("ledger"), "verify", () => import("./commands/ledger.ts").then((m) => m.verifyLedgerCommand));
	add(
		program,
		"ui",
		() => import("./commands/ui.ts").then((m) => m.openWindow),
		(command) => {
			command.addOption(text("--port <n>", "port").default("0"));
		},
	);
	add(
		program,
		"startup [on|off] [app|agent]",
		() => import("./commands/startup.ts").then((m) => m.changeStartup),
		(command) => {
			command.addOption(text("--pool <pool>", "startup-pool").default("embedded"));
		},
	);
	const setup = group("setup");
	const invite = (command: Command) =>
		command
			.addOption(text("--invite <link>", "setup-invite").conflicts("inviteFile"))
			.addOption(text("--invite-file <file>", "setup-invite-file"));
	add(
		setup,
		"plan",
		() => import("./commands/setup.ts").then((m) => (to, options) => m.planSetup(to, options)),
		(command) => {
			invite(command);
		},
	);
	add(
		setup,
		"apply",
		() => import("./commands/setup.ts").then((m) => (to, options) => m.applySetup(to, options)),
		(command) => {
			invite(command)
				.addOption(text("--yes", "setup-yes"))
				.addOption(text("--plan <hash>", "setup-plan"))
				.addOption(many("--part <part>", "setup-part"));
		},
	);
	add(
		setup,
		"undo",
		() => import("./commands/setup.ts").then((m) => m.undoSetup),
		(command) => {
			command.addOption(text("--yes", "setup-yes"));
		},
	);
	add(setup, "status", () => import("./commands/setup.ts").then((m) => m.showSetup));
	add(setup, "resume", () => import("./commands/setup.ts").then((m) => (to) => m.resumeSetup(to)));
	add(program, "doctor", () => import("./commands/doctor.ts").then((m) => m.runDoctor));
	return program;
}
