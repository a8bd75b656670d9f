// One hosted process, from fork to exit. Ending it is bounded: asked first, then told, then killed.
import { type FromHost, fromHostSchema } from "../../main/contract/host-messages.ts";
import type { HostElectron, HostPort, HostProcess, ShellClock } from "./host-process.ts";

/** Stopping jobs with proof and giving them back takes some seconds at most. */
const askedMs = 15_000;
const toldMs = 5_000;
const killedMs = 2_000;

export interface HostedChild {
	readonly port: HostPort;
	/** Resolves with the exit code; 1 when it could not even be started. */
	readonly gone: Promise<number>;
	/** Asks it to stop its jobs and end, and makes sure that it does. Resolves when it is gone or cannot be ended. */
	end(): Promise<void>;
}

export interface HostedChildOptions {
	readonly electron: HostElectron;
	readonly clock: ShellClock;
	readonly entryPath: string;
	readonly args: readonly string[];
	readonly env: Readonly<Record<string, string | undefined>>;
	/** SIGKILL. */
	readonly kill: (pid: number) => void;
	/** At most one message that the schema allows; others are not heard. */
	readonly onSaid: (said: FromHost) => void;
	readonly onOutput: (stream: NodeJS.ReadableStream | null) => void;
}

/** Forks and hands over one end of a message port. Throws what Electron throws when it cannot fork. */
export function startHostedChild(options: HostedChildOptions): HostedChild {
	const { electron, clock } = options;
	const { port1, port2 } = new electron.MessageChannelMain();
	const env = Object.fromEntries(
		Object.entries(options.env).filter((one): one is [string, string] => one[1] !== undefined),
	);
	const child: HostProcess<HostPort> = electron.utilityProcess.fork(options.entryPath, [...options.args], {
		env,
		stdio: "pipe",
		serviceName: "Hearth agent",
	});
	let exited = false;
	const gone = new Promise<number>((resolve) => {
		child.on("exit", (code) => {
			exited = true;
			resolve(code);
		});
	});
	let heard = false;
	child.on("message", (message) => {
		const said = fromHostSchema.safeParse(message);
		if (!said.success || heard || exited) return;
		heard = true;
		options.onSaid(said.data);
	});
	options.onOutput(child.stdout);
	options.onOutput(child.stderr);
	child.postMessage({ kind: "start" }, [port2]);

	const goneWithin = (ms: number) =>
		new Promise<void>((resolve) => {
			if (exited) return resolve();
			const cancel = clock.after(ms, resolve);
			void gone.then(() => {
				cancel();
				resolve();
			});
		});
	const end = async () => {
		if (!exited) child.postMessage({ kind: "stop" });
		await goneWithin(askedMs);
		if (!exited) child.kill();
		await goneWithin(toldMs);
		if (!exited && child.pid !== undefined) options.kill(child.pid);
		await goneWithin(killedMs);
	};
	let ending: Promise<void> | null = null;
	return {
		port: port1,
		gone,
		end() {
			ending ??= end();
			return ending;
		},
	};
}
