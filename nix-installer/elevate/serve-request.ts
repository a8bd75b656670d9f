// The helper's whole life: check the request, run its acts, tell everything in the request's own file, and stop when
// the app asks for it or has been gone for ten seconds.
import { closeSync, constants, existsSync, fstatSync, openSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Clock } from "../../main/tools/clock/clock.ts";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import type { ElevatedPlaces } from "./commands.ts";
import type { HelperLine } from "./elevated.ts";
import { noFollow, noWait, personAsked, Refusal, readRequest, refuseShared, requestFiles } from "./request.ts";
import { runActs } from "./run-acts.ts";
import { openStage } from "./stage.ts";

export interface HelperTools {
	/** Path of the request and its sha256. */
	readonly argv: readonly string[];
	readonly env: NodeJS.ProcessEnv;
	readonly platform: NodeJS.Platform;
	readonly pid: number;
	/** null where people have no numbers. */
	readonly uid: number | null;
	readonly run: RunCommand;
	readonly clock: Pick<Clock, "every">;
	readonly places: ElevatedPlaces;
	/** True while a process of that number lives. */
	isAlive(pid: number): boolean;
	/** Standard error, which reaches the app where no answer's file can be opened. */
	complain(line: string): void;
	/** Aborts when the helper itself is told to end. */
	readonly signal?: AbortSignal;
	/** Where the private copies go. Default: the system's own. */
	readonly stagePlace?: string;
}

const lookEveryMs = 500;
const orphanMs = 10_000;

/** 0: every act ended well. 1: one did not. 2: nothing was run. Never rejects for what a request holds. */
export async function serveRequest(tools: HelperTools): Promise<0 | 1 | 2> {
	let out: Out | null = null;
	try {
		const [path = "", sha256 = ""] = tools.argv;
		const person = personAsked(tools.env, tools.platform, tools.uid);
		const request = readRequest(path, sha256, person);
		out = openOut(join(dirname(path), requestFiles.out), person);
		const { tell } = out;
		tell({ kind: "started", pid: tools.pid });
		const stop = new AbortController();
		const unwatch = watch(tools, request.parent, join(dirname(path), requestFiles.stop), stop);
		const stage = openStage(tools.stagePlace);
		try {
			const signal = tools.signal ? AbortSignal.any([stop.signal, tools.signal]) : stop.signal;
			const whole = await runActs(request.acts, { ...tools, stage, signal, tell });
			tell({ kind: "ended", whole });
			return whole ? 0 : 1;
		} finally {
			unwatch();
			stage.clear();
		}
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		out?.tell({ kind: "refused", why: error.message });
		tools.complain(`refused: ${error.message}`);
		return 2;
	} finally {
		out?.close();
	}
}

/** Counts looks, not time: while the PC sleeps nobody is gone. */
function watch({ clock, isAlive }: HelperTools, parent: number, stopFile: string, stop: AbortController): () => void {
	let alone = 0;
	return clock.every(lookEveryMs, () => {
		alone = isAlive(parent) ? 0 : alone + 1;
		if (alone * lookEveryMs >= orphanMs || existsSync(stopFile)) stop.abort();
	});
}

interface Out {
	readonly tell: (line: HelperLine) => void;
	close(): void;
}

/** Appends to a file the app made: never makes one, follows no link, touches nobody else's. @throws Refusal */
function openOut(path: string, person: number | null): Out {
	let handle: number;
	try {
		handle = openSync(path, constants.O_WRONLY | constants.O_APPEND | noFollow | noWait);
	} catch (error) {
		throw new Refusal(`the answer's file cannot be opened: ${(error as NodeJS.ErrnoException).code}`);
	}
	try {
		const stat = fstatSync(handle);
		if (!stat.isFile() || stat.nlink !== 1) throw new Refusal("the answer's file is not a plain file");
		refuseShared("the answer's file", stat, person);
	} catch (error) {
		closeSync(handle);
		throw error;
	}
	return {
		tell(line) {
			const bytes = Buffer.from(`${JSON.stringify(line)}\n`);
			for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done);
		},
		close: () => closeSync(handle),
	};
}
