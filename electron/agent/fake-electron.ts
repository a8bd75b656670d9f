// Electron's part in hosting an agent, played in memory: processes that do what the test says, ports that deliver in
// order and only after start(). Strict where Electron is. Never used by the product.
import { EventEmitter } from "node:events";
import { PassThrough } from "node:stream";
import { implement } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { contract } from "../../main/contract/calls.ts";
import type { ShellFacts } from "../../main/contract/facts.ts";
import type { FromHost, ToHost } from "../../main/contract/host-messages.ts";
import type { Snapshot, SnapshotUpdate } from "../../main/contract/snapshot.ts";
import type { HostForkOptions, HostPort, HostProcess } from "./host-process.ts";

export class FakePort extends EventEmitter implements HostPort {
	other: FakePort | null = null;
	private waiting: unknown[] | null = [];
	private closed = false;
	postMessage(message: unknown): void {
		const { other } = this;
		if (this.closed || !other) return;
		const data = structuredClone(message);
		queueMicrotask(() => other.deliver(data));
	}
	private deliver(data: unknown): void {
		if (this.closed) return;
		if (this.waiting) this.waiting.push(data);
		else this.emit("message", { data });
	}
	start(): void {
		const { waiting } = this;
		this.waiting = null;
		for (const data of waiting ?? []) this.emit("message", { data });
	}
	close(): void {
		if (this.closed) return;
		this.closed = true;
		const { other } = this;
		queueMicrotask(() => other?.hear());
	}
	private hear(): void {
		if (this.closed) return;
		this.closed = true;
		this.emit("close");
	}
}

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
		MessageChannelMain: class {
			readonly port1 = new FakePort();
			readonly port2 = new FakePort();
			constructor() {
				this.port1.other = this.port2;
				this.port2.other = this.port1;
			}
		},
	};
}

/** An agent of three calls. `send` changes its picture, `end` ends its streams as a stopping agent does. */
export function fakeAgent(snapshot: Snapshot) {
	const os = implement(contract);
	const heard: (ShellFacts | null)[] = [];
	const ending = new AbortController();
	let now = snapshot;
	let wake = Promise.withResolvers<void>();
	ending.signal.addEventListener("abort", () => wake.resolve());
	const router = {
		status: {
			get: os.status.get.handler(() => now),
			watch: os.status.watch.handler(async function* (): AsyncGenerator<SnapshotUpdate> {
				yield { kind: "snapshot", snapshot: now };
				while (!ending.signal.aborted) {
					await wake.promise;
					if (ending.signal.aborted) return;
					yield { kind: "delta", delta: { seq: now.seq, at: now.at, historyCount: now.historyCount } };
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
		send(change: Pick<Snapshot, "historyCount">) {
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
