// Preloaded into a forked process: gives it process.parentPort as Electron's utility processes have it. When the parent
// dies the port's other end closes, and nothing else tells of it.
import { EventEmitter } from "node:events";
import { FakeChannel } from "../../electron/agent/fake-port.ts";
import type { Crossing } from "./node-electron.ts";

const { port1, port2 } = new FakeChannel();
const send = (crossing: Crossing) => {
	if (process.connected) process.send?.(crossing);
};

class ParentPort extends EventEmitter {
	private waiting: unknown[] | null = [];
	postMessage(main: unknown): void {
		send({ main, withPort: false });
	}
	/** Messages wait for the first listener (electron.d.ts, ParentPort). */
	override on(event: string, listener: (...args: unknown[]) => void): this {
		super.on(event, listener);
		if (event !== "message" || !this.waiting) return this;
		const { waiting } = this;
		this.waiting = null;
		for (const message of waiting) this.emit("message", message);
		return this;
	}
	arrive(message: unknown): void {
		if (this.waiting) this.waiting.push(message);
		else this.emit("message", message);
	}
}

const parentPort = new ParentPort();
Object.assign(process, { parentPort });
process.on("message", (crossing: Crossing) => {
	if ("port" in crossing) port1.postMessage(crossing.port);
	else parentPort.arrive({ data: crossing.main, ports: crossing.withPort ? [port2] : [] });
});
process.on("disconnect", () => port1.close());
port1.on("message", ({ data }) => send({ port: data }));
port1.start();
