// electron.utilityProcess and MessageChannelMain, doubled: the forked program is a real process of plain Node, whose
// process.parentPort is made by utility-child.ts. Ports deliver in order, and only after start().
import { EventEmitter } from "node:events";
import { PassThrough, type Readable } from "node:stream";
import type { ForkOptions } from "electron";

/** What a started program gives: Node's ChildProcess has this form. */
export interface StartedProgram {
	readonly pid?: number | undefined;
	readonly stdout: Readable | null;
	readonly stderr: Readable | null;
	// biome-ignore lint/suspicious/noExplicitAny: as node:child_process types it
	on(event: "message" | "exit", listener: (value: any) => void): unknown;
	send(message: object): unknown;
	kill(): boolean;
}

/** Between the two processes: a message of the parent, a message on one handed-over port, a port's end. */
export type OnTheWire =
	| { readonly kind: "parent"; readonly data: unknown; readonly ports: readonly number[] }
	| { readonly kind: "port"; readonly port: number; readonly data: unknown }
	| { readonly kind: "port-closed"; readonly port: number };

/** One end of a channel. Its messages go to the other end, wherever that was handed to. */
export class DoublePort extends EventEmitter {
	deliverTo: (data: unknown) => void = () => undefined;
	hangUp: () => void = () => undefined;
	private waiting: unknown[] | null = [];
	private closed = false;
	postMessage(message: unknown): void {
		if (!this.closed) this.deliverTo(structuredClone(message));
	}
	take(data: unknown): void {
		if (this.closed) return;
		if (this.waiting) this.waiting.push(data);
		else this.emit("message", { data, ports: [] });
	}
	start(): void {
		const { waiting } = this;
		this.waiting = null;
		for (const data of waiting ?? []) this.emit("message", { data, ports: [] });
	}
	close(): void {
		if (this.closed) return;
		this.closed = true;
		this.hangUp();
	}
	otherEndClosed(): void {
		if (this.closed) return;
		this.closed = true;
		this.emit("close");
	}
}

export class DoubleChannel {
	readonly port1 = new DoublePort();
	readonly port2 = new DoublePort();
	constructor() {
		const join = (from: DoublePort, to: DoublePort) => {
			from.deliverTo = (data) => queueMicrotask(() => to.take(data));
			from.hangUp = () => queueMicrotask(() => to.otherEndClosed());
		};
		join(this.port1, this.port2);
		join(this.port2, this.port1);
	}
}

/** `program` starts a path with arguments and environment, its output piped and a channel for messages. */
export function doubleUtilityProcess(
	program: (path: string, args: readonly string[], env: NodeJS.ProcessEnv) => StartedProgram,
) {
	let lastPort = 0;
	return {
		fork(path: string, args: readonly string[], { env, stdio }: ForkOptions) {
			if (!["pipe", "ignore,pipe,ignore"].includes(String(stdio))) throw new Error(`fork with stdio ${stdio}`);
			const child = program(path, args, (env ?? process.env) as NodeJS.ProcessEnv);
			const handed = new Map<number, DoublePort>();
			let pid: number | undefined = child.pid;
			const send = (message: OnTheWire) => {
				if (pid !== undefined) child.send(message);
			};
			const handle = Object.assign(new EventEmitter(), {
				stdout: child.stdout?.pipe(new PassThrough()) ?? null,
				stderr: child.stderr?.pipe(new PassThrough()) ?? null,
				kill: () => child.kill(),
				postMessage(data: unknown, transfer: readonly DoublePort[] = []) {
					const ports = transfer.map((port) => {
						const id = ++lastPort;
						handed.set(id, port);
						// The other end of a handed-over port is in the child now: what reaches this end goes there.
						port.on("message", (event: { data: unknown }) => send({ kind: "port", port: id, data: event.data }));
						port.on("close", () => send({ kind: "port-closed", port: id }));
						return id;
					});
					send({ kind: "parent", data: structuredClone(data), ports });
					for (const port of transfer) port.start();
				},
			});
			Object.defineProperty(handle, "pid", { get: () => pid });
			child.on("message", (message: OnTheWire) => {
				if (message.kind === "parent") handle.emit("message", message.data);
				else if (message.kind === "port") handed.get(message.port)?.postMessage(message.data);
				else handed.get(message.port)?.close();
			});
			child.on("exit", (code: number | null) => {
				pid = undefined;
				for (const port of handed.values()) port.close();
				handle.emit("exit", code ?? 1);
			});
			return handle;
		},
	};
}
