// Electron's part in hosting an agent, played in memory: processes that do what the test says. Strict where Electron is.
// Never used by the product.
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { implement } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { contract } from "../../main/contract/calls.ts";
import type { ShellFacts } from "../../main/contract/facts.ts";
import type { FromHost, ToHost } from "../../main/contract/host-messages.ts";
import type { Snapshot, SnapshotUpdate } from "../../main/contract/snapshot.ts";
import { FakeChannel, type FakePort } from "./fake-port.ts";
import type { HostForkOptions, HostProcess } from "./host-process.ts";

export class FakeChild extends EventEmitter implements HostProcess<FakePort> {
	readonly path: string;
	readonly args: string[];
	readonly options: HostForkOptions;
	readonly told: ToHost[] = [];
	readonly stdout = new PassThrough();
	readonly stderr = new PassThrough();
	pid: number | undefined;
	/** What kill() does: by default the process ends, as Node does on TERM. */
	onKill: () => void = () => this.exit(143);
	/** What it does with "stop". */
	onStop: () => void = () => this.exit(0);
	port: FakePort | null = null;
	kills = 0;
	constructor(pid: number, path: string, args: string[], options: HostForkOptions) {
		super();
		this.pid = pid;
		this.path = path;
		this.args = args;
		this.options = options;
	}
	postMessage(message: ToHost, transfer: FakePort[] = []): void {
		if (this.pid === undefined) throw new Error("told something after its end");
		this.told.push(message);
		if (message.kind === "start") this.port = transfer[0] ?? null;
		else this.onStop();
	}
	kill(): boolean {
		this.kills++;
		this.onKill();
		return true;
	}
	say(message: FromHost | object): void {
		this.emit("message", structuredClone(message));
	}
	exit(code: number): void {
		if (this.pid === undefined) return;
		this.pid = undefined;
		this.port?.close();
		this.emit("exit", code);
	}
}

/** `children` in the order of their forks. */
export function fakeElectron() {
	const children: FakeChild[] = [];
	return {
		children,
		last: () => children.at(-1) as FakeChild,
		alive: () => children.filter((one) => one.pid !== undefined).length,
		utilityProcess: {
			fork(path: string, args: string[], options: HostForkOptions): FakeChild {
				const child = new FakeChild(1000 + children.length, path, args, options);
				children.push(child);
				return child;
			},
		},
		MessageChannelMain: FakeChannel,
	};
}

/** An agent of three calls. `send` changes its picture, `end` ends its streams as a stopping agent does. */
export function fakeAgent(snapshot: Snapshot) {
	const os = implement(contract);
	const heard: (ShellFacts | null)[] = [];
	const ending = new AbortController();
	let now = snapshot;
	let free = Promise.resolve();
	let letGo: () => void = () => undefined;
	let wake = Promise.withResolvers<void>();
	ending.signal.addEventListener("abort", () => wake.resolve());
	const router = {
		status: {
			get: os.status.get.handler(() => free.then(() => now)),
			watch: os.status.watch.handler(async function* (): AsyncGenerator<SnapshotUpdate> {
				yield { kind: "snapshot", snapshot: now };
				while (!ending.signal.aborted) {
					await wake.promise;
					if (ending.signal.aborted) return;
					yield {
						kind: "delta",
						delta: { seq: now.seq, at: now.at, historyCount: now.historyCount, grants: now.grants },
					};
				}
			}),
		},
		jobs: { list: os.jobs.list.handler(() => new Promise<never>(() => undefined)) },
		shell: {
			observe: os.shell.observe.handler(({ input }) => {
				heard.push(input.facts);
				return {};
			}),
		},
	};
	return {
		router,
		heard,
		/** From now on status.get is not answered, until told otherwise. */
		hang(hanging: boolean) {
			letGo();
			if (!hanging) return;
			const gate = Promise.withResolvers<void>();
			free = gate.promise;
			letGo = gate.resolve;
		},
		send(change: Partial<Pick<Snapshot, "historyCount" | "grants">>) {
			now = { ...now, ...change, seq: now.seq + 1 };
			wake.resolve();
			wake = Promise.withResolvers<void>();
		},
		end: () => ending.abort(),
		serve(port: FakePort) {
			new RPCHandler(router).upgrade({
				on: (event: string, listener: (event?: { data: unknown }) => void) => void port.on(event, listener),
				postMessage: (message: unknown) => port.postMessage(message),
			});
			port.start();
		},
	};
}
