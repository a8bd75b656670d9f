// A real nats-server for tests: on loopback, on a free port, with its own store, leaving nothing behind.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { builtPath, natsServer } from "./programs.ts";

export interface RealNats {
	/** nats://127.0.0.1:PORT; the same after restart(). */
	readonly url: string;
	/** The running process; of the last one while stopped. */
	readonly pid: number;
	/** Ends it in order. With a folder of its own the store is removed too. Idempotent. */
	stop(): Promise<void>;
	/** SIGKILL; the store stays. */
	kill(): Promise<void>;
	/** Writes new configuration lines and has the running server read them (SIGHUP). */
	reload(config: string): void;
	/** Starts it again on the same port and store; kills it first if it runs. */
	restart(): Promise<void>;
}

export interface NatsOptions {
	/** Keeps the store here and leaves it there; a temporary folder by default. */
	readonly dir?: string;
	/** More lines for the server's configuration file, e.g. users and permissions. */
	readonly config?: string;
	/** Another server than findNatsServer(), e.g. one below the version floor. */
	readonly program?: string;
}

/** The server named by HEARTH_NATS_SERVER, else the one e2e/real/build.ts built, else null. */
export function findNatsServer(): string | null {
	const named = process.env.HEARTH_NATS_SERVER;
	if (named) return named;
	const built = builtPath(natsServer);
	return existsSync(built) ? built : null;
}

/** Starts a server and waits until it listens. Rejects with what the server said when it does not within 10 s. */
export async function startNats(options: NatsOptions = {}): Promise<RealNats> {
	const program = options.program ?? findNatsServer();
	if (!program) throw new Error("nats-server is not built: run node e2e/real/build.ts nats-server");
	const own = mkdtempSync(join(tmpdir(), "hearth-nats-"));
	const store = options.dir ?? join(own, "store");
	const configFile = join(own, "nats.conf");
	writeFileSync(configFile, options.config ?? "");
	let port = -1;
	let child: ChildProcess | null = null;
	let stopped = false;

	const start = async () => {
		const args = [
			"-c",
			configFile,
			"-a",
			"127.0.0.1",
			"-p",
			String(port),
			"-js",
			"-sd",
			store,
			"--ports_file_dir",
			own,
		];
		const next = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
		child = next;
		port = await portOf(next, own);
	};
	const end = async (signal: "SIGTERM" | "SIGKILL") => {
		const one = child;
		if (!one || one.exitCode !== null || one.signalCode !== null) return;
		const gone = new Promise((resolve) => one.once("exit", resolve));
		one.kill(signal);
		const late = setTimeout(() => one.kill("SIGKILL"), 5_000);
		await gone;
		clearTimeout(late);
	};
	/** Also when the tests end without stop(), so that no server outlives them. */
	const leave = () => {
		child?.kill("SIGKILL");
		rmSync(own, { recursive: true, force: true });
	};
	process.once("exit", leave);
	try {
		await start();
	} catch (error) {
		process.off("exit", leave);
		leave();
		throw error;
	}
	return {
		url: `nats://127.0.0.1:${port}`,
		get pid() {
			return child?.pid ?? 0;
		},
		async stop() {
			if (stopped) return;
			stopped = true;
			await end("SIGTERM");
			process.off("exit", leave);
			rmSync(own, { recursive: true, force: true });
		},
		kill: () => end("SIGKILL"),
		reload(config) {
			writeFileSync(configFile, config);
			child?.kill("SIGHUP");
		},
		async restart() {
			await end("SIGKILL");
			await start();
		},
	};
}

/** The port from the file the server writes once it listens (`<program>_<pid>.ports`, JSON). */
async function portOf(child: ChildProcess, folder: string): Promise<number> {
	let said = "";
	child.stderr?.on("data", (data: Buffer) => {
		said = (said + data.toString()).slice(-4_000);
	});
	const failed = new Promise<never>((_resolve, reject) => {
		child.once("error", reject);
		child.once("exit", (code) => reject(new Error(`nats-server ended with ${code}:\n${said}`)));
	});
	failed.catch(() => undefined);
	const listening = async () => {
		for (let i = 0; i < 1_000; i++) {
			const port = readPort(folder, child.pid ?? 0);
			if (port) return port;
			await new Promise((resolve) => setTimeout(resolve, 10));
		}
		child.kill("SIGKILL");
		throw new Error(`nats-server did not listen within 10 s:\n${said}`);
	};
	return Promise.race([listening(), failed]);
}

function readPort(folder: string, pid: number): number | null {
	const name = readdirSync(folder).find((one) => one.endsWith(`_${pid}.ports`));
	if (!name) return null;
	try {
		const ports = JSON.parse(readFileSync(join(folder, name), "utf8")) as { nats?: string[] };
		return Number(new URL(ports.nats?.[0] ?? "").port) || null;
	} catch {
		return null; // still being written
	}
}
