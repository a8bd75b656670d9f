// One person of a copy of this PC: an account that may become administrator, a terminal for the system's question, and setup
// run as that person.
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { SetupResult } from "../../../main/contract/setup.ts";
import type { Machine } from "./machine.ts";

const name = "ada";
const home = `/home/${name}`;
const password = "a long password";
const here = import.meta.dirname;
const installer = `${home}/installer`;
const data = `${home}/data`;
/** Nothing here takes longer; a question that nobody answers would be open for ever. */
const longestMs = 150_000;

export interface Person {
	readonly name: string;
	/** Where setup of this person keeps its journal. */
	readonly data: string;
	/** Runs setup to its end; `types` is what the person types when asked. */
	setup(what: "apply" | "resume" | "undo", types?: "the password" | "a wrong password"): Promise<SetupRun>;
	/** Starts setup, kills it at once when `when` is true of the machine, and waits until its helper is gone too. */
	killedWhile(what: "apply", when: () => boolean): Promise<void>;
}

export interface SetupRun {
	readonly result: SetupResult;
	/** How often the system asked. */
	readonly asked: number;
}

/** `program`: the installer that setup is handed. */
export async function addPerson(machine: Machine, program: string): Promise<Person> {
	await machine.ask(["useradd", "--create-home", "--shell", "/bin/bash", "--groups", "sudo", name]);
	await machine.ask(["chpasswd"], { stdin: `${name}:${password}\n` });
	copyFileSync(program, machine.outside(installer));
	writeFileSync(machine.outside(`${home}/right`), password, { mode: 0o644 });
	writeFileSync(machine.outside(`${home}/wrong`), "something else", { mode: 0o644 });

	const begin = async (what: string, answer: "right" | "wrong") => {
		const script = join(here, "setup-base.ts");
		const setup = machine.start([process.execPath, script, data, installer, what], name);
		const said = textOf(setup.stderr);
		const lines = linesOf(setup);
		const first = await lines.next();
		if (first.done) throw new Error(`setup did not start: ${said()}`);
		const asker = String((JSON.parse(first.value) as { asks?: number }).asks);
		const terminal = machine.start(["python3", join(here, "agree.py"), asker, `${home}/${answer}`], name);
		let shown = "";
		const complaint = textOf(terminal.stderr);
		const ready = new Promise<void>((resolve, reject) => {
			terminal.stdout.on("data", (text) => {
				shown += text;
				if (shown.includes("ready")) resolve();
			});
			terminal.once("close", () => reject(new Error(`no terminal: ${complaint()}`)));
		});
		await ready;
		setup.stdin.write("\n");
		const end = async () => {
			setup.kill("SIGKILL");
			terminal.kill("SIGKILL");
			await machine.run(["pkill", "--full", "agree.py"]);
			await machine.run(["pkill", "pkttyagent"]);
		};
		return { setup, lines, end, asked: () => shown.split("AUTHENTICATING").length - 1, asker, said };
	};

	return {
		name,
		data,
		async setup(what, types = "the password") {
			const one = await begin(what, types === "the password" ? "right" : "wrong");
			const late = setTimeout(() => void machine.run(["pkill", "-KILL", "--full", "setup-base"]), longestMs);
			try {
				const last = await one.lines.next();
				if (last.done) throw new Error(`setup said nothing: ${one.said()}`);
				return { result: JSON.parse(last.value) as SetupResult, asked: one.asked() };
			} finally {
				clearTimeout(late);
				await one.end();
			}
		},
		async killedWhile(what, when) {
			const one = await begin(what, "right");
			while (!when()) await new Promise((resolve) => setTimeout(resolve, 20));
			await machine.ask(["kill", "-KILL", one.asker]);
			const helpers = async () => (await machine.run(["pgrep", "--full", "setup-helper"])).stdout.text.trim();
			while ((await helpers()) !== "") await new Promise((resolve) => setTimeout(resolve, 200));
			await one.end();
		},
	};
}

async function* linesOf(child: ChildProcessWithoutNullStreams): AsyncGenerator<string, undefined> {
	for await (const line of createInterface({ input: child.stdout })) yield line;
}

function textOf(stream: NodeJS.ReadableStream): () => string {
	let text = "";
	stream.on("data", (more) => (text = `${text}${more}`.slice(-4_000)));
	return () => text;
}
