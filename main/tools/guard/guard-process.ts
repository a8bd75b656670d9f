// The guard: a process of its own that kills sandboxes when the agent cannot. Its standard input is its life line:
// once the agent is gone, however it went, the pipe ends and everything watched is killed. Argument: the longest
// silence in milliseconds. Imports stay few: it has to be small and there at once.
import { uptime } from "node:os";
import type { GuardTarget } from "./guard.ts";
import type { GuardAnswer, GuardOrder } from "./guard-protocol.ts";
import { killTarget } from "./kill-target.ts";

interface Watch {
	readonly target: GuardTarget;
	sentAt: number;
	killed: boolean;
}

const selfKillMs = Number(process.argv[2]);
const watched = new Map<string, Watch>();
/** The same clock as the agent's: it counts time asleep. */
const bootMs = () => Math.round(uptime() * 1000);
const say = (answer: GuardAnswer) => process.stdout.write(`${JSON.stringify(answer)}\n`);

function obey(order: GuardOrder): void {
	if (order.op === "watch") watched.set(order.target.jobId, { ...order, killed: false });
	else if (order.op === "forget") watched.delete(order.jobId);
	else if (order.op === "ping") say({ pong: order.n });
	else {
		const watch = watched.get(order.jobId);
		if (watch && order.sentAt > watch.sentAt) watch.sentAt = order.sentAt;
	}
}

function killSilent(): void {
	for (const [jobId, watch] of watched) {
		if (watch.killed || bootMs() - watch.sentAt <= selfKillMs) continue;
		watch.killed = true;
		void killTarget(watch.target).then(() => say({ killed: jobId }));
	}
}

let ending = false;
async function endAll(): Promise<void> {
	if (ending) return;
	ending = true;
	await Promise.all([...watched.values()].map((watch) => killTarget(watch.target)));
	process.exit(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
	process.on(signal, () => {
		if (watched.size === 0) process.exit(0);
	});
}
process.stdout.on("error", () => {}); // nobody listens any more: the end of standard input decides

let rest = "";
process.stdin.setEncoding("utf8");
process.stdin.on("data", (text: string) => {
	const lines = (rest + text).split("\n");
	rest = lines.pop() ?? "";
	for (const line of lines) obey(JSON.parse(line) as GuardOrder);
});
process.stdin.on("end", endAll).on("error", endAll).on("close", endAll);
setInterval(killSilent, Math.min(500, Math.max(20, selfKillMs / 4)));
