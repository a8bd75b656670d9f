// `hearth startup`: what starts by itself at sign-in. Through the agent where one runs; directly where none does, so that
// one command sets up a PC without a screen.
import { setTimeout as wait } from "node:timers/promises";
import { type StartupChange, type StartupEntry, type StartupKind, startupKinds } from "../../contract/startup.ts";
import type { AgentDoor } from "../door-client.ts";
import { type ExitCode, Failure, failureOf, usage } from "../failure.ts";
import type { Invocation } from "../invocation.ts";
import { plain } from "../table.ts";

/** `startup`, `startup on [KIND]`, `startup off [KIND]`. Without KIND: on is the app where it can start, else the agent. */
export async function changeStartup(
	invocation: Invocation,
	options: { pool: string },
	operands: string[],
): Promise<ExitCode> {
	const [change, kind] = operands;
	const way = await wayFor(invocation, options.pool);
	if (change === undefined) {
		const entries = await way.look();
		await invocation.answer(entries, () => entries.map((one) => entryWords(invocation, one)).join("\n"));
		return 0;
	}
	if (change !== "on" && change !== "off") throw usage("startup-change", { text: change });
	if (kind !== undefined && !isKind(kind)) throw usage("startup-kind", { text: kind });
	const chosen = kind ?? (await kindFor(change, way));
	const done = await way.set(chosen, change === "on");
	await invocation.answer(done, () => doneWords(invocation, change, done));
	if (change === "on" && done.started && !(await answersSoon(invocation))) {
		invocation.note(invocation.say("cli.startup.silent"));
	}
	return 0;
}

interface Way {
	look(): Promise<StartupEntry[]>;
	set(kind: StartupKind, on: boolean): Promise<StartupChange>;
}

async function wayFor(invocation: Invocation, pool: string): Promise<Way> {
	const agent = await runningAgent(invocation);
	if (agent) return { look: () => agent.startup.get({}), set: (kind, on) => agent.startup.set({ kind, on }) };
	const { openStartup } = await import("../../tools/startup/open-startup.ts");
	const { parsePool } = await import("../../agent/open-pool.ts");
	parsePool(pool);
	const entries = openStartup({ dataDirectory: invocation.data, pool, env: { ...invocation.terminal.env } });
	return {
		look: () => Promise.all(entries.map((entry) => entry.look())),
		async set(kind, on) {
			const entry = entries.find((one) => one.kind === kind);
			if (!entry) throw new Failure({ code: "startup.impossible", args: { reason: "unsupported" }, actions: [] });
			// Nobody is there whom starting or stopping it now could hit.
			const started = on && (await entry.turnOn(kind === "agent"));
			if (!on) await entry.turnOff(kind === "agent");
			return { entry: await entry.look(), started };
		},
	};
}

/** null: none is running on this data folder. */
async function runningAgent(invocation: Invocation): Promise<AgentDoor | null> {
	try {
		const agent = await invocation.agent();
		await agent.status.get({});
		return agent;
	} catch (error) {
		if (failureOf(error).problem.code === "agent.not-running") return null;
		throw error;
	}
}

async function kindFor(change: "on" | "off", way: Way): Promise<StartupKind> {
	const entries = await way.look();
	const fits = ({ state }: StartupEntry) => (change === "on" ? state !== "impossible" : state !== "off");
	return entries.find((one) => fits(one) && one.state !== "impossible")?.kind ?? "agent";
}

const isKind = (text: string): text is StartupKind => (startupKinds as readonly string[]).includes(text);

const waitTries = 40;
const waitEveryMs = 250;

async function answersSoon(invocation: Invocation): Promise<boolean> {
	for (let tries = 0; tries < waitTries; tries++) {
		if (await runningAgent(invocation)) return true;
		await wait(waitEveryMs);
	}
	return false;
}

function entryWords({ say }: Invocation, entry: StartupEntry): string {
	const why = entry.reason ? say(`startup.impossible.${entry.reason}`) : "";
	const lines = [`${say(`cli.startup.${entry.kind}`)}: ${say(`cli.startup.state.${entry.state}`, { why })}`];
	if (entry.state !== "impossible") {
		lines.push(`  ${say(entry.state === "off" ? "cli.startup.would" : "cli.startup.where", { where: entry.where })}`);
	}
	if (entry.stale) lines.push(`  ${say("cli.startup.stale")}`);
	if (entry.state === "on" && entry.lingers === false) lines.push(`  ${say("cli.startup.lingers-not")}`);
	return `${lines.map(plain).join("\n")}\n`;
}

function doneWords({ say }: Invocation, change: "on" | "off", { entry, started }: StartupChange): string {
	const lines = [say(change === "off" ? "cli.startup.off" : started ? "cli.startup.on-now" : "cli.startup.on")];
	if (change === "on") {
		lines.push(plain(say("cli.startup.where", { where: entry.where })));
		if (entry.lingers === false) lines.push(say("cli.startup.lingers-not"));
	}
	return `${lines.join("\n")}\n`;
}
