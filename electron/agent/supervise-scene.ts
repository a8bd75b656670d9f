// A supervised agent on the fake Electron with a clock that moves when told. For tests; never used by the product.
import { setImmediate as turn } from "node:timers/promises";
import type { Grant } from "../../main/contract/consent.ts";
import type { Digest, GrantId, PublicKey } from "../../main/contract/ids.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";
import type { AgentStatus } from "../agent-link.ts";
import { type FakeChild, fakeAgent, fakeElectron } from "./fake-electron.ts";
import { FakeChannel, type FakePort } from "./fake-port.ts";
import { openPortLink } from "./port-link.ts";
import { type SuperviseOptions, superviseAgent } from "./supervise.ts";

const at = 1_800_000_000_000;
const runner = { available: true, code: "ok", detail: "", probedAt: at };
export const aSnapshot: Snapshot = {
	seq: 1,
	at,
	version: "0.1.0",
	device: {
		id: "0123456789abcdef",
		name: "kitchen",
		person: "ada",
		publicKey: `ed25519:${"A".repeat(43)}` as PublicKey,
	},
	pool: { engine: "embedded", connected: true, name: "/pool" },
	state: "off",
	reasons: [{ code: "hold.no-grant", args: {} }],
	until: null,
	pausedUntil: null,
	grants: [],
	lastGrant: null,
	budget: null,
	capacity: { cpus: 4, memoryMiB: 8192, freeDiskMiB: 10_240 },
	others: { cpus: 0.5, memoryMiB: 2048 },
	lent: { cpus: 0, memoryMiB: 0 },
	jobs: [],
	runners: { wasm: runner, container: runner, gpu: runner },
	requesters: [],
	lastStop: null,
	idleKnown: true,
	historyCount: 0,
};
const requester = { name: "this-pc", publicKey: `ed25519:${"A".repeat(43)}` as PublicKey };
export const aGrant: Grant = {
	id: "1b7e6a54-3f0e-4c1a-9d7e-1f2a3b4c5d6e" as GrantId,
	person: "ada",
	deviceId: "0123456789abcdef",
	classes: ["wasm"],
	amounts: { cpus: 1, memoryMiB: 1024, scratchMiB: 256 },
	conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
	requesters: [requester],
	givenAt: at,
	expiresAt: at + 86_400_000,
	shown: { locale: "en", text: "...", digest: `sha256:${"a".repeat(64)}` as Digest },
	meaning: 1,
	appVersion: "0.1.0",
	via: "window",
	supersedes: null,
};
export const ready = {
	kind: "ready",
	pid: 1000,
	dataDirectory: "/data",
	socket: "/data/door/agent.sock",
	pool: { engine: "embedded", name: "/pool" },
	deviceId: "0123456789abcdef",
} as const;
export const attach = { kind: "attach", directory: "/data/door", socket: "/s", tokenPath: "/data/door/token" } as const;

/** A clock of timers only, which says when the next is due. */
function handClock() {
	let now = 0;
	const timers = new Set<{ at: number; run: () => void }>();
	return {
		after(ms: number, run: () => void) {
			const timer = { at: now + ms, run };
			timers.add(timer);
			return () => void timers.delete(timer);
		},
		/** Fires what is due within `ms`, one at a time, letting everything settle in between. */
		async advance(ms: number) {
			const end = now + ms;
			for (;;) {
				const due = [...timers].filter((one) => one.at <= end).sort((a, b) => a.at - b.at)[0];
				if (!due) break;
				timers.delete(due);
				now = due.at;
				due.run();
				await settle();
			}
			now = end;
		},
		waiting: () => timers.size,
		now: () => now,
	};
}

/** Lets messages, streams and promises come to rest. */
export async function settle(): Promise<void> {
	for (let n = 0; n < 12; n++) await turn();
}

export function scene(change: Partial<SuperviseOptions> = {}) {
	const electron = fakeElectron();
	const clock = handClock();
	const lines: string[] = [];
	const seen: AgentStatus[] = [];
	const killed: number[] = [];
	const found = fakeAgent(aSnapshot);
	let foundPort: FakePort | null = null;
	const agent = superviseAgent({
		electron,
		clock,
		entryPath: "/app/agent-host.js",
		dataDirectory: "/data",
		env: { PATH: "/bin", EMPTY: undefined },
		log: (line) => lines.push(line),
		kill: (pid) => {
			killed.push(pid);
			electron.children.find((one) => one.pid === pid)?.exit(137);
		},
		openFound() {
			const { port1, port2 } = new FakeChannel();
			foundPort = port2;
			found.serve(port2);
			return openPortLink(port1, () => undefined).link;
		},
		...change,
	});
	agent.onStatus((status) => seen.push(status));
	return {
		electron,
		clock,
		agent,
		lines,
		seen,
		killed,
		found,
		/** The agent that ran before goes away. */
		loseFound: () => foundPort?.close(),
		/** The newest child becomes a living agent. */
		async becomeReady(child: FakeChild = electron.last()) {
			const served = fakeAgent(aSnapshot);
			served.serve(child.port as FakePort);
			child.say(ready);
			await settle();
			return served;
		},
		async attachToFound() {
			electron.last().say(attach);
			await settle();
		},
	};
}
