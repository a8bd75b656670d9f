// `hearth setup`: shows what would change before it changes, does exactly that, and takes it back. Needs no agent: an
// uninstaller calls `setup undo` on a PC where nothing of Hearth runs any more.
import type { SetupEngine } from "../../../nix-installer/engine/engine.ts";
import type { WantedStep } from "../../../nix-installer/engine/plan.ts";
import { openSetup, wantedHere } from "../../../nix-installer/open-setup.ts";
import { readPreflight, systemReaders } from "../../../nix-installer/preflight/read-preflight.ts";
import type { SetupResult } from "../../contract/setup.ts";
import { type ExitCode, Failure, failureOf } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { checkWords, leftoverWords, planWords, progressTeller, stepLines, told, undoWords } from "../setup-words.ts";

interface ApplyOptions {
	readonly yes?: boolean;
	/** --plan: the hash of the plan the person has seen. */
	readonly plan?: string;
}

/** Looks at this PC and says what setup would do. Changes nothing. */
export async function planSetup(invocation: Invocation, _options: unknown, wanted = wantedHere()): Promise<ExitCode> {
	const { say } = invocation;
	const shown = openSetup(invocation.data).plan(wanted);
	const checks = await readPreflight(systemReaders());
	await invocation.answer({ ...shown, checks }, () => `${checkWords(say, checks)}${planWords(say, shown)}`);
	return 0;
}

export async function showSetup(invocation: Invocation): Promise<ExitCode> {
	const { say } = invocation;
	const status = openSetup(invocation.data).status();
	await invocation.answer(status, () => {
		const lines = [say(`setup.phase.${status.phase}`), ...stepLines(say, status.steps)];
		if (status.torn) lines.push(say("setup.torn"));
		const left = status.leftovers.length > 0 ? leftoverWords(say, status.leftovers) : "";
		return `${lines.join("\n")}\n${left}`;
	});
	return 0;
}

/** Shows the plan, asks unless --yes, and runs exactly that plan. A begun one goes on. */
export async function applySetup(
	invocation: Invocation,
	{ yes, plan }: ApplyOptions,
	wanted: readonly WantedStep[] = wantedHere(),
): Promise<ExitCode> {
	const engine = openSetup(invocation.data);
	const shown = engine.plan(wanted);
	if (plan !== undefined && plan !== shown.hash) {
		throw new Failure({ code: "setup.plan-changed", args: {}, actions: [] }, 3);
	}
	if (shown.plan.steps.length === 0) return nothingToDo(invocation, engine, "cli.setup.nothing-planned");
	invocation.note(planWords(invocation.say, shown).trimEnd());
	await agree(invocation, yes === true, "cli.setup.ask-apply");
	return run(invocation, (how) => engine.apply(shown, how));
}

/** Goes on with what was agreed to before; asks nothing again. */
export async function resumeSetup(invocation: Invocation): Promise<ExitCode> {
	const engine = openSetup(invocation.data);
	const { phase } = engine.status();
	if (phase !== "unfinished" && phase !== "undoing") {
		return nothingToDo(invocation, engine, "cli.setup.nothing-to-resume");
	}
	return run(invocation, (how) => engine.resume(how));
}

/** Shows the list, asks unless --yes, and ends with what is left. */
export async function undoSetup(invocation: Invocation, { yes }: { readonly yes?: boolean }): Promise<ExitCode> {
	const engine = openSetup(invocation.data);
	const status = engine.status();
	const standing = engine.standing();
	if (status.phase === "none") return nothingToDo(invocation, engine, "cli.setup.nothing-to-undo");
	invocation.note(undoWords(invocation.say, standing, status.steps).trimEnd());
	if (standing.length > 0) await agree(invocation, yes === true, "cli.setup.ask-undo");
	return run(invocation, (how) => engine.undo(how));
}

async function nothingToDo(invocation: Invocation, engine: SetupEngine, code: string): Promise<ExitCode> {
	const result: SetupResult = { end: "nothing", why: null, status: engine.status() };
	await invocation.answer({ result }, () => `${invocation.say(code)}\n`);
	return 0;
}

async function agree({ terminal, say }: Invocation, yes: boolean, question: string): Promise<void> {
	if (yes) return;
	const refused = { code: "setup.not-confirmed", args: {}, actions: [] } as const;
	if (!terminal.interactive) throw new Failure({ ...refused, actions: [] }, 2);
	if (!(await terminal.confirm(`${say(question)} `))) throw new Failure({ ...refused, actions: [] }, 3);
}

/** With --json one event a line, then {"result"}. Ctrl-C stops after what cannot be cut short; it can be resumed. */
async function run(invocation: Invocation, start: (how: Parameters<SetupEngine["resume"]>[0]) => Promise<SetupResult>) {
	const { say, terminal, json } = invocation;
	const stop = new AbortController();
	const tell = progressTeller(say, (line) => invocation.note(line));
	let written = Promise.resolve();
	const done = terminal.onInterrupt(() => stop.abort());
	try {
		const result = await start({
			signal: stop.signal,
			onEvent(event) {
				if (json) written = written.then(() => terminal.out(`${JSON.stringify(event)}\n`));
				else tell(event);
			},
		});
		await written;
		await invocation.answer({ result }, () => resultWords(invocation, result));
		return result.end === "failed" || result.end === "cancelled" || result.status.leftovers.length > 0 ? 1 : 0;
	} catch (error) {
		const failure = failureOf(error);
		throw failure.problem.code === "setup.plan-changed" ? new Failure(failure.problem, 3) : failure;
	} finally {
		done();
	}
}

function resultWords({ say }: Invocation, { end, why, status }: SetupResult): string {
	if (end === "undone") return leftoverWords(say, status.leftovers);
	if (end === "failed" && why) return `${say("cli.setup.failed", { why: told(say, why) })}\n`;
	return `${say(end === "cancelled" ? "cli.setup.cancelled" : "cli.setup.done")}\n`;
}
