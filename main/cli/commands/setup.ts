// `hearth setup`: shows what would change before it changes, does exactly that, and takes it back. Needs no agent: an
// uninstaller calls `setup undo` on a PC where nothing of Hearth runs any more.
import type { SetupEngine } from "../../../nix-installer/engine/engine.ts";
import { stoppedByPerson } from "../../../nix-installer/engine/midway.ts";
import { openSetup } from "../../../nix-installer/open-setup.ts";
import { agreedPlan, showPlan, type WantSetup } from "../../../nix-installer/plans/setup-plan.ts";
import { wantHere } from "../../../nix-installer/plans/want-here.ts";
import {
	faultSentences,
	type SetupPartId,
	type SetupResult,
	type ShownSetup,
	settledParts,
	setupPartIds,
} from "../../contract/setup.ts";
import { type ExitCode, Failure, failureOf } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { type InviteOptions, readChoices } from "../read-answer.ts";
import { checkWords, leftoverWords, planWords, progressTeller, stepLines, told, undoWords } from "../setup-words.ts";

interface ApplyOptions extends InviteOptions {
	readonly yes?: boolean;
	/** --plan: the hash of the plan the person has seen. */
	readonly plan?: string;
	/** --part, repeated: only these. */
	readonly part?: readonly string[];
}

/** Looks at this PC and says what setup would do. Changes nothing. */
export async function planSetup(
	invocation: Invocation,
	options: InviteOptions,
	want: WantSetup = wantHere(invocation.data),
): Promise<ExitCode> {
	const { say } = invocation;
	const choices = await readChoices(invocation, options);
	const shown = showPlan(openSetup(invocation.data), choices, await want(choices));
	await invocation.answer(shown, () => `${checkWords(say, shown.checks)}${planWords(say, shown)}`);
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

/** Shows the plan, asks for each part unless --yes, and runs exactly what was agreed to. A begun run goes on. */
export async function applySetup(
	invocation: Invocation,
	{ yes, plan, part, ...options }: ApplyOptions,
	want: WantSetup = wantHere(invocation.data),
): Promise<ExitCode> {
	const engine = openSetup(invocation.data);
	const choices = await readChoices(invocation, options);
	const wanted = await want(choices);
	const shown = showPlan(engine, choices, wanted);
	if (plan !== undefined && plan !== shown.hash) {
		throw new Failure({ code: "setup.plan-changed", args: {}, actions: [] }, 3);
	}
	const only = part ? partsNamed(part) : null;
	if (shown.plan.steps.length === 0) return nothingToDo(invocation, engine, planWords(invocation.say, shown));
	const status = engine.status();
	const settled = settledParts(shown, status);
	if (status.phase === "done" && settled.length === shown.parts.length) {
		return nothingToDo(invocation, engine, `${invocation.say("cli.setup.all-there")}\n`);
	}
	invocation.note(planWords(invocation.say, shown).trimEnd());
	const parts = await agreeToParts(invocation, shown, { yes: yes === true, only, settled });
	const agreed = agreedPlan(engine, wanted, { hash: shown.hash, parts });
	return run(invocation, (how) => engine.apply(agreed, how));
}

/** @throws Failure 2 for a part that no version knows */
function partsNamed(names: readonly string[]): SetupPartId[] {
	return names.map((name) => {
		const known = setupPartIds.find((id) => id === name);
		if (known) return known;
		throw new Failure({ code: "input.malformed", args: { detail: `--part ${name}` }, actions: [] }, 2);
	});
}

/** One question a part; a part that lacks another one is not asked for. @throws Failure 3 when nothing was agreed to */
async function agreeToParts(
	invocation: Invocation,
	{ parts }: ShownSetup,
	how: {
		readonly yes: boolean;
		readonly only: readonly SetupPartId[] | null;
		readonly settled: readonly SetupPartId[];
	},
): Promise<SetupPartId[]> {
	const { terminal, say } = invocation;
	const { yes, only, settled } = how;
	const agreed: SetupPartId[] = [];
	for (const { id, needs } of parts) {
		if (settled.includes(id)) {
			agreed.push(id);
			continue;
		}
		if (only && !only.includes(id)) continue;
		if (!needs.every((one) => agreed.includes(one))) {
			if (only)
				throw new Failure({ code: "setup.part-needs", args: { part: id, needs: needs.join(", ") }, actions: [] }, 3);
			continue;
		}
		if (!yes && !terminal.interactive) throw new Failure({ code: "setup.not-confirmed", args: {}, actions: [] }, 2);
		if (yes || (await terminal.confirm(`${say("cli.setup.ask-part", { part: say(`setup.part.${id}`) })} `)))
			agreed.push(id);
	}
	if (agreed.length === 0) throw new Failure({ code: "setup.not-confirmed", args: {}, actions: [] }, 3);
	return agreed;
}

/** Goes on with what was agreed to before; asks nothing again. */
export async function resumeSetup(
	invocation: Invocation,
	engine: SetupEngine = openSetup(invocation.data),
): Promise<ExitCode> {
	const { phase } = engine.status();
	if (phase !== "unfinished" && phase !== "restart" && phase !== "undoing") {
		return nothingToDo(invocation, engine, `${invocation.say("cli.setup.nothing-to-resume")}\n`);
	}
	return run(invocation, (how) => engine.resume(how));
}

/** Shows the list, asks unless --yes, and ends with what is left. */
export async function undoSetup(invocation: Invocation, { yes }: { readonly yes?: boolean }): Promise<ExitCode> {
	const engine = openSetup(invocation.data);
	const status = engine.status();
	const standing = engine.standing();
	if (status.phase === "none")
		return nothingToDo(invocation, engine, `${invocation.say("cli.setup.nothing-to-undo")}\n`);
	invocation.note(undoWords(invocation.say, standing, status.steps).trimEnd());
	if (standing.length > 0) await agree(invocation, yes === true);
	return run(invocation, (how) => engine.undo(how));
}

async function nothingToDo(invocation: Invocation, engine: SetupEngine, text: string): Promise<ExitCode> {
	const result: SetupResult = { end: "nothing", why: null, status: engine.status() };
	await invocation.answer({ result }, () => text);
	return 0;
}

async function agree({ terminal, say }: Invocation, yes: boolean): Promise<void> {
	if (yes) return;
	const refused = (code: ExitCode) => new Failure({ code: "setup.not-confirmed", args: {}, actions: [] }, code);
	if (!terminal.interactive) throw refused(2);
	if (!(await terminal.confirm(`${say("cli.setup.ask-undo")} `))) throw refused(3);
}

/** With --json one event a line, then {"result"}. Ctrl-C stops after what cannot be cut short; it can be resumed. */
async function run(invocation: Invocation, start: (how: Parameters<SetupEngine["resume"]>[0]) => Promise<SetupResult>) {
	const { say, terminal, json } = invocation;
	const stop = new AbortController();
	const tell = progressTeller(say, (line) => invocation.note(line));
	let written = Promise.resolve();
	const done = terminal.onInterrupt(() => stop.abort(stoppedByPerson));
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
		return exitCodeOfEnd(result);
	} catch (error) {
		const failure = failureOf(error);
		throw failure.problem.code === "setup.plan-changed" ? new Failure(failure.problem, 3) : failure;
	} finally {
		done();
	}
}

/** A script that goes on after 0 must not go on while the PC still has to restart: that has a code of its own. */
function exitCodeOfEnd({ end, status }: SetupResult): ExitCode {
	if (end === "restart") return 5;
	return end === "failed" || end === "cancelled" || status.leftovers.length > 0 ? 1 : 0;
}

function resultWords({ say }: Invocation, { end, why, status }: SetupResult): string {
	if (end === "undone") return leftoverWords(say, status.leftovers);
	if (end === "failed" && why)
		return `${say("cli.setup.failed", {
			why: faultSentences(why)
				.map((one) => told(say, one))
				.join(" "),
		})}\n`;
	if (end === "restart" && why) return `${say("setup.phase.restart")} ${told(say, why)}\n`;
	return `${say(end === "cancelled" ? "cli.setup.cancelled" : "cli.setup.done")}\n`;
}
