// Runs the acts of an accepted request one after another and tells each line of it.
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import type { RunCommand } from "../../main/tools/run-command/run-command.ts";
import { commandsOf, type ElevatedPlaces, planFile } from "./commands.ts";
import type { ElevatedAct, HelperLine } from "./elevated.ts";
import { Refusal } from "./request.ts";
import { clearRootLinks } from "./root-links.ts";
import type { Stage } from "./stage.ts";

export interface ActTools {
	readonly run: RunCommand;
	readonly stage: Stage;
	readonly places: ElevatedPlaces;
	readonly platform: NodeJS.Platform;
	readonly signal: AbortSignal;
	readonly tell: (line: HelperLine) => void;
}

/** An installation downloads; nothing that lasts longer than this still works. */
const timeoutMs = 2 * 60 * 60 * 1000;
/** Root's own variables: nothing of the person's session may steer what root runs. */
const rootEnvironment = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin" };

/** True when every act ended well; stops at the first that did not. */
export async function runActs(acts: readonly ElevatedAct[], tools: ActTools): Promise<boolean> {
	for (const [index, act] of acts.entries()) {
		tools.tell({ kind: "act", index });
		const code = await runAct(act, index, tools);
		tools.tell({ kind: "acted", index, code });
		if (code !== 0) return false;
	}
	return true;
}

function tidyUp({ keep = [] }: ElevatedAct & { verb: "uninstall" }, { rootHome }: ElevatedPlaces): void {
	for (const folder of keep) if (!existsSync(folder)) mkdirSync(folder, { mode: 0o755 });
	if (rootHome !== null) clearRootLinks(rootHome);
}

async function runAct(act: ElevatedAct, index: number, tools: ActTools): Promise<number | null> {
	const { run, signal, tell, stage, places, platform } = tools;
	const complain = (line: string) => tell({ kind: "said", index, stream: "stderr", line });
	let commands: ReturnType<typeof commandsOf>;
	try {
		commands = commandsOf(act, stage, places, platform);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		complain(error.message);
		return null;
	}
	for (const { argv, env, alsoDone = [], mustSay } of commands) {
		const end = await run(argv, {
			timeoutMs,
			signal,
			env: { ...(platform === "win32" ? {} : rootEnvironment), ...env },
			onLine: (stream, line) => tell({ kind: "said", index, stream, line }),
		});
		// An uninstaller that complains has removed the folders all the same.
		if (act.verb === "uninstall") tidyUp(act, places);
		if (end.end !== "exit") {
			complain(end.end === "not-started" ? `${argv[0]}: ${end.error}` : end.end);
			return null;
		}
		if (end.code !== 0 && !alsoDone.includes(end.code)) return end.code;
		if (mustSay !== undefined && !end.stdout.text.includes(mustSay)) {
			complain(`${argv[0]} did not say ${mustSay}`);
			return null;
		}
	}
	if (act.verb === "plan") {
		let text: string;
		try {
			text = readFileSync(planFile(stage), "utf8");
		} catch {
			complain("no plan was made");
			return null;
		}
		tell({ kind: "plan", index, sha256: createHash("sha256").update(text).digest("hex"), text });
	}
	return 0;
}
