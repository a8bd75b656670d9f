// The app's side of the helper: leaves the request, has the system ask the person, follows the helper's lines.
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import type { Clock } from "../../main/tools/clock/clock.ts";
import type { CommandEnd, RunCommand } from "../../main/tools/run-command/run-command.ts";
import type { ElevatedEnd, HelperLine, RunElevated } from "./elevated.ts";
import { type HelperRequest, requestFiles } from "./request.ts";
import { type Starter, starterFor } from "./starters.ts";
import { tailLines } from "./tail-lines.ts";

export interface ElevatedTools {
	/** Absolute; requests lie below it while they are under way. Made (0700) when needed. */
	readonly directory: string;
	readonly run: RunCommand;
	readonly clock: Pick<Clock, "every">;
	/** Default: this system's own way of asking. */
	readonly starter?: Starter;
	/** The Node that runs the helper. Default: this process's own. */
	readonly nodePath?: string;
	/** Plain Node and the helper's script. Default: `nodePath`, and the script beside this file. */
	readonly helper?: readonly [string, string];
}

const readEveryMs = 200;
/** The longest a timer can wait: a person may take as long as they like. */
const forEverMs = 2 ** 31 - 1;
const keptSaid = 20;

/** Packed into one file with others or as source, the helper lies beside. */
const helperHere = (nodePath = process.execPath): readonly [string, string] => {
	const here = parse(fileURLToPath(import.meta.url));
	return [nodePath, join(here.dir, `setup-helper${here.ext}`)];
};

/**
 * One question at a time per `directory`. A request whose question could not be shown stays for the line that the
 * person may run by hand, until the next request.
 */
export function openElevated(tools: ElevatedTools): RunElevated {
	const { directory, run, clock, helper = helperHere(tools.nodePath) } = tools;
	const starter = tools.starter ?? starterFor(process.platform, process.getuid?.() ?? null);
	return async (acts, { signal, onLine }) => {
		if (signal.aborted) return { end: "aborted" };
		const { folder, program } = leaveRequest(directory, helper, { v: 1, parent: process.pid, acts: [...acts] });
		const heard = hear(onLine);
		const read = tailLines(join(folder, requestFiles.out), heard.take);
		const stopReading = clock.every(readEveryMs, read);
		const onAbort = () => writeFileSync(join(folder, requestFiles.stop), "", { mode: 0o600 });
		signal.addEventListener("abort", onAbort, { once: true });
		let end: ElevatedEnd | null = null;
		try {
			// An abort reaches the question by a signal and the helper, which is root's, by the file.
			const ended = await run(starter.argv(program), { timeoutMs: forEverMs, signal, graceMs: 10_000 });
			read();
			end = endOf(heard, ended, starter, program, signal.aborted);
			return end;
		} finally {
			stopReading();
			signal.removeEventListener("abort", onAbort);
			if (end?.end !== "no-prompt") rmSync(folder, { recursive: true, force: true });
		}
	};
}

function leaveRequest(directory: string, helper: readonly [string, string], request: HelperRequest) {
	mkdirSync(directory, { recursive: true, mode: 0o700 });
	for (const old of readdirSync(directory)) {
		if (old.startsWith("ask-")) rmSync(join(directory, old), { recursive: true, force: true });
	}
	const folder = mkdtempSync(join(directory, "ask-"));
	const text = JSON.stringify(request);
	const path = join(folder, requestFiles.request);
	writeFileSync(path, text, { flag: "wx", mode: 0o600 });
	writeFileSync(join(folder, requestFiles.out), "", { flag: "wx", mode: 0o600 });
	const digest = createHash("sha256").update(text).digest("hex");
	const program: readonly [string, ...string[]] = [...helper, path, digest];
	return { folder, program };
}

type Heard = ReturnType<typeof hear>;

function hear(onLine?: (line: HelperLine) => void) {
	const heard = {
		started: false,
		refused: null as string | null,
		ended: null as boolean | null,
		failed: null as { index: number; code: number | null } | null,
		said: [] as string[],
		take(line: HelperLine) {
			if (line.kind === "started") heard.started = true;
			if (line.kind === "refused") heard.refused = line.why;
			if (line.kind === "ended") heard.ended = line.whole;
			if (line.kind === "act") heard.said = [];
			if (line.kind === "acted" && line.code !== 0) heard.failed = { index: line.index, code: line.code };
			if (line.kind === "said") heard.said = [...heard.said.slice(1 - keptSaid), line.line];
			onLine?.(line);
		},
	};
	return heard;
}

function endOf(
	heard: Heard,
	ended: CommandEnd,
	starter: Starter,
	program: readonly [string, ...string[]],
	aborted: boolean,
): ElevatedEnd {
	const said = heard.said.join("\n");
	if (heard.refused !== null) return { end: "refused", why: heard.refused };
	if (heard.ended === true) return { end: "done" };
	if (aborted) return { end: "aborted" };
	if (heard.ended === false) return { end: "failed", ...(heard.failed ?? { index: 0, code: null }), said };
	if (heard.started) return { end: "lost", said };
	const answer = starter.answer(ended);
	if (answer === "declined" || answer === "not-allowed") return { end: answer };
	if (answer === "no-prompt") return { end: "no-prompt", command: starter.byHand(program) };
	const refusal = /^refused: (.+)$/m.exec(`${ended.stderr.text}\n${ended.stdout.text}`)?.[1];
	return refusal ? { end: "refused", why: refusal } : { end: "lost", said: ended.stderr.text.trim() };
}
