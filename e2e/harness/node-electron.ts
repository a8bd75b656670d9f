// Electron's part in hosting an agent, played by plain Node: real processes with real message passing. The child's side is
// parent-port.ts. Nothing here can do what Electron's own cannot.
import { type ChildProcess, fork as forkNode } from "node:child_process";
import { EventEmitter } from "node:events";
import { fileURLToPath } from "node:url";
import { FakeChannel, type FakePort } from "../../electron/agent/fake-port.ts";
import type { HostForkOptions, HostProcess } from "../../electron/agent/host-process.ts";
import type { ToHost } from "../../main/contract/host-messages.ts";

const childSide = fileURLToPath(new URL("parent-port.ts", import.meta.url));

/** What crosses: a message between the processes, or one on the port. */
export type Crossing = { readonly main: unknown; readonly withPort: boolean } | { readonly port: unknown };

class NodeUtilityProcess extends EventEmitter implements HostProcess<FakePort> {
	private readonly child: ChildProcess;
	private port: FakePort | null = null;
	readonly stdout: NodeJS.ReadableStream | null;
	readonly stderr: NodeJS.ReadableStream | null;
	pid: number | undefined;
	constructor(path: string, args: string[], options: HostForkOptions) {
		super();
		this.child = forkNode(path, args, {
			env: options.env,
			execArgv: ["--no-warnings", "--import", childSide],
			stdio: ["ignore", options.stdio, options.stdio, "ipc"],
			serialization: "advanced",
		});
		this.pid = this.child.pid;
		this.stdout = this.child.stdout;
		this.stderr = this.child.stderr;
		this.child.on("message", (message: Crossing) => {
			if ("port" in message) this.port?.postMessage(message.port);
			else this.emit("message", message.main);
		});
		// "close", not "exit": what it said before its end arrives first.
		this.child.on("close", (code) => {
			this.pid = undefined;
			this.port?.close();
			this.emit("exit", code ?? 1);
		});
	}
	postMessage(message: ToHost, transfer: FakePort[] = []): void {
		const [port] = transfer;
		this.send({ main: message, withPort: port !== undefined });
		if (!port) return;
		this.port = port;
		port.on("message", ({ data }) => this.send({ port: data }));
		port.start();
	}
	kill(): boolean {
		return this.child.kill("SIGTERM");
	}
	private send(crossing: Crossing): void {
		if (this.child.connected) this.child.send(crossing);
	}
}

export const nodeElectron = {
	utilityProcess: {
		fork: (path: string, args: string[], options: HostForkOptions) => new NodeUtilityProcess(path, args, options),
	},
	MessageChannelMain: FakeChannel,
};
