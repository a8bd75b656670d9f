// The shell's agent: hosted in a process of its own, or found running already. Started again, ever more slowly, when it
// ends; attached to when somebody else runs it. There is never more than one child.
import type { ClientContext, ClientLink } from "@orpc/client";
import type { FromHost } from "../../main/contract/host-messages.ts";
import type { Problem } from "../../main/contract/problem.ts";
import type { AgentLink, AgentStatus } from "../agent-link.ts";
import { endsToTell, waitMs, wellAfterMs } from "./back-off.ts";
import { followSnapshot } from "./follow-snapshot.ts";
import { hostLog } from "./host-log.ts";
import type { HostElectron, ShellClock } from "./host-process.ts";
import { type HostedChild, startHostedChild } from "./hosted-child.ts";
import { type Connection, openPortLink } from "./port-link.ts";
import { followPulse } from "./pulse.ts";
import { type FoundAgent, openSocketLink } from "./socket-connection.ts";
import { steadyClient } from "./steady-client.ts";

/** A start waits for a locked pool; after this long it counts as failed. */
const startPatienceMs = 120_000;
/** From "ready" to the first picture. */
const answerPatienceMs = 30_000;
/** Leaving a found agent is said once and not waited for longer. */
const leaveMs = 1_000;

export interface SuperviseOptions {
	/** Electron's own module has this form. Nothing is forked before superviseAgent() is called: call it when ready. */
	readonly electron: HostElectron;
	readonly clock: ShellClock;
	/** Absolute path of the built agent-host.js. */
	readonly entryPath: string;
	/** Absolute; the OS's per-user folder when null. */
	readonly dataDirectory: string | null;
	/** As `hearth agent --pool`; "embedded" when left out. */
	readonly pool?: string;
	/** A Node that runs guard and sandboxes, because the desktop app itself cannot. */
	readonly nodePath?: string;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** One line of the hosted agent's output or of this supervision; never a secret. */
	readonly log: (line: string) => void;
	/** SIGKILL for a child that hangs. */
	readonly kill?: (pid: number) => void;
	/** Opens the door of a found agent; throws when it cannot. */
	readonly openFound?: (found: FoundAgent) => ClientLink<ClientContext>;
}

export interface SupervisedAgent extends AgentLink {
	/** What hosted agents wrote last, oldest first; bounded. */
	lastLines(): readonly string[];
}

/** Starts at once. Never throws: what goes wrong is told by status() and tried again. */
export function superviseAgent(options: SuperviseOptions): SupervisedAgent {
	const { clock, log, openFound = openSocketLink } = options;
	const kill = options.kill ?? ((pid: number) => void process.kill(pid, "SIGKILL"));
	const output = hostLog(log);
	const listeners = new Set<(status: AgentStatus) => void>();
	const args = argumentsOf(options);
	let status: AgentStatus = { link: "starting", hosted: false, snapshot: null };
	let child: HostedChild | null = null;
	let link: ClientLink<ClientContext> | null = null;
	let stopFollowing: () => void = () => undefined;
	let cancelWait: () => void = () => undefined;
	let closing: Promise<void> | null = null;
	let ends = 0;

	const tell = (change: AgentStatus) => {
		status = change;
		for (const listener of [...listeners]) {
			try {
				listener(status);
			} catch (error) {
				log(`a listener failed: ${error instanceof Error ? error.message : error}`);
			}
		}
	};

	function start(): void {
		if (closing || child) return;
		let found: FoundAgent | null = null;
		let problem: Problem | null = null;
		let connection: Connection | null = null;
		const hear = (said: FromHost) => {
			cancelPatience();
			if (said.kind === "ready" && !closing) {
				connection = openPortLink(born.port, () => stopFollowing());
				follow(connection.link, true, () => void born.end());
				return;
			}
			if (said.kind === "attach") found = said;
			if (said.kind === "problem") problem = said.problem;
			void born.end();
		};
		let born: HostedChild;
		try {
			born = startHostedChild({ ...options, args, kill, onSaid: hear, onOutput: output.take });
		} catch (error) {
			log(`the agent cannot be started: ${error instanceof Error ? error.message : error}`);
			lost(null);
			return;
		}
		child = born;
		const cancelPatience = clock.after(startPatienceMs, () => void born.end());
		void born.gone.then((code) => {
			cancelPatience();
			child = null;
			if (connection) connection.close();
			else born.port.close();
			if (found && !closing) attach(found);
			else {
				log(`the agent ended with ${code}`);
				lost(problem);
			}
		});
	}

	function attach(found: FoundAgent): void {
		try {
			follow(openFound(found), false, () => lost(null));
		} catch (error) {
			// It is just starting, or just ending: either way the next try finds out.
			log(`an agent runs already and cannot be reached: ${error instanceof Error ? error.message : error}`);
			lost(null);
		}
	}

	/** `onSilent`: it stopped answering, or never began to. */
	function follow(to: ClientLink<ClientContext>, hosted: boolean, onSilent: () => void): void {
		link = to;
		const ending = new AbortController();
		const client = steadyClient(() => to);
		let cancelWell: (() => void) | null = null;
		let cancelPulse: (() => void) | null = null;
		const cancelPatience = clock.after(answerPatienceMs, () => ending.abort());
		const finish = () => {
			if (link !== to) return;
			link = null;
			stopFollowing = () => undefined;
			cancelPatience();
			cancelWell?.();
			cancelPulse?.();
			ending.abort();
			tell({ link: "gone", hosted, snapshot: status.snapshot });
			onSilent();
		};
		stopFollowing = finish;
		void followSnapshot(client, ending.signal, (snapshot) => {
			if (link !== to) return;
			cancelPatience();
			cancelPulse ??= followPulse(
				clock,
				() => (status.snapshot?.grants.length ?? 0) > 0 || (status.snapshot?.jobs.length ?? 0) > 0,
				() => client.status.get({}, { signal: ending.signal }),
				finish,
			);
			cancelWell ??= clock.after(wellAfterMs, () => {
				ends = 0;
			});
			tell({ link: "live", hosted, snapshot });
		}).then(finish);
	}

	function lost(problem: Problem | null): void {
		const { hosted, snapshot } = status;
		ends++;
		const lasting: Problem = { code: "agent.keeps-ending", args: { ends }, actions: ["retry"] };
		const trouble = problem ?? (ends >= endsToTell ? lasting : null);
		if (!closing) {
			cancelWait = clock.after(waitMs(ends), start);
			log(`the agent is started again in ${waitMs(ends)} ms (end ${ends} in a row)`);
		}
		tell({ link: "gone", hosted, snapshot, ...(trouble && { trouble }) });
	}

	async function leave(): Promise<void> {
		cancelWait();
		if (child) {
			await child.end();
		} else if (link) {
			const given = new AbortController();
			const cancel = clock.after(leaveMs, () => given.abort());
			const goodbye = steadyClient(() => link).shell.observe({ facts: null }, { signal: given.signal });
			await goodbye.catch(() => undefined);
			cancel();
		}
		stopFollowing();
	}

	start();
	return {
		client: steadyClient(() => link),
		status: () => status,
		onStatus(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
		lastLines: output.lines,
		close() {
			closing ??= leave();
			return closing;
		},
	};
}

function argumentsOf({ dataDirectory, pool, nodePath }: SuperviseOptions): string[] {
	return [
		...(dataDirectory === null ? [] : ["--data", dataDirectory]),
		...(pool === undefined ? [] : ["--pool", pool]),
		...(nodePath === undefined ? [] : ["--node", nodePath]),
	];
}
