// The part of Electron that hosting an agent needs, named so that a double can stand in for it. Held against
// electron.d.ts in supervise.test.ts.
import type { ToHost } from "../../main/contract/host-messages.ts";

/** As MessagePortMain: nothing arrives before start(), and "close" tells only of the other end. */
export interface HostPort {
	on(event: "message", listener: (event: { data: unknown }) => void): unknown;
	on(event: "close", listener: () => void): unknown;
	postMessage(message: unknown): void;
	start(): void;
	close(): void;
}

/** As UtilityProcess. */
export interface HostProcess<Port> {
	on(event: "message", listener: (message: unknown) => void): unknown;
	/** Always comes, however the process ended. */
	on(event: "exit", listener: (code: number) => void): unknown;
	postMessage(message: ToHost, transfer?: Port[]): void;
	/** SIGTERM on POSIX. */
	kill(): boolean;
	/** Undefined before it was started and after it ended. */
	readonly pid: number | undefined;
	readonly stdout: NodeJS.ReadableStream | null;
	readonly stderr: NodeJS.ReadableStream | null;
}

export interface HostForkOptions {
	env: Record<string, string>;
	/** "pipe" is the only one whose output can be kept; names and numbers of other streams do not exist here. */
	stdio: "pipe";
	serviceName: string;
}

export interface HostElectron<Port extends HostPort = HostPort> {
	readonly utilityProcess: {
		/** Only after the app is ready. */
		fork(path: string, args: string[], options: HostForkOptions): HostProcess<Port>;
	};
	readonly MessageChannelMain: new () => { port1: Port; port2: Port };
}

/** Time as the shell is given it; main/tools/clock's systemClock is one. */
export interface ShellClock {
	/** Calls back once after `ms`; the returned function cancels. */
	after(ms: number, run: () => void): () => void;
}
