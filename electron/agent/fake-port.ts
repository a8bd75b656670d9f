// Message ports in memory, as Electron's main process has them: they deliver in order, only after start(), and tell of the
// other end's close only. Never used by the product.
import { EventEmitter } from "node:events";
import type { HostPort } from "./host-process.ts";

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

/** As MessageChannelMain. */
export class FakeChannel {
	readonly port1 = new FakePort();
	readonly port2 = new FakePort();
	constructor() {
		this.port1.other = this.port2;
		this.port2.other = this.port1;
	}
}
