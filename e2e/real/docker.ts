// A container engine of the tests' own: its data, sockets and processes live in one temporary folder and end with it.
// The engine on the developer's PC, if any, is never touched.
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { accessSync, constants, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export interface TestEngine {
	readonly socketPath: string;
	readonly pid: number;
	/** The whole Docker API; rejects on an answer of 400 and more. */
	call(method: string, path: string, body?: unknown): Promise<string>;
	/** As a crash: the engine process gets SIGKILL, its containers go on. */
	kill(): Promise<void>;
	/** Starts the engine again on the same folder after `kill`. */
	restart(): Promise<void>;
	/** Ends containers, engine and mounts, and removes the folder. Rejects when something of it stays. */
	stop(): Promise<void>;
}

const dockerdPlaces = ["/usr/sbin", "/usr/local/sbin", ...(process.env.PATH ?? "").split(delimiter)];

/** Says whether an engine can be started here; `reason` is for a skipped suite's title. */
export function findDocker():
	| { readonly available: true; readonly dockerd: string }
	| { readonly available: false; readonly reason: string } {
	const no = (reason: string) => ({ available: false, reason }) as const;
	if (process.platform !== "linux") return no("dockerd runs on Linux only");
	if (process.getuid?.() !== 0) return no("dockerd needs root");
	const dockerd = dockerdPlaces.map((folder) => join(folder, "dockerd")).find(isProgram);
	if (dockerd === undefined) return no("dockerd is not installed (Debian package docker.io)");
	if (!isProgram("/bin/busybox")) return no("busybox is not installed (Debian package busybox-static)");
	return { available: true, dockerd };
}

function isProgram(path: string): boolean {
	try {
		accessSync(path, constants.X_OK);
		return statSync(path).isFile();
	} catch {
		return false;
	}
}

/** Starts dockerd with its own containerd and waits until it answers (about 1 s, at most 30 s). Jobs need no network. */
export async function startDocker(moreArgs: readonly string[] = []): Promise<TestEngine> {
	const found = findDocker();
	if (!found.available) throw new Error(found.reason);
	const folder = mkdtempSync(join(tmpdir(), "hearth-docker-"));
	const socketPath = join(folder, "docker.sock");
	let engine = await launch(found.dockerd, folder, socketPath, moreArgs);
	const call = (method: string, path: string, body?: unknown) => askEngine(socketPath, method, path, body);
	return {
		socketPath,
		get pid() {
			return engine.pid ?? 0;
		},
		call,
		async kill() {
			engine.kill("SIGKILL");
			await exitOf(engine, 10_000);
		},
		async restart() {
			await endLeftovers(folder);
			// A killed engine's pid files name processes that are gone or, worse, somebody else's by now.
			for (const stale of ["pid", "docker.sock", "exec/containerd"])
				rmSync(join(folder, stale), { recursive: true, force: true });
			engine = await launch(found.dockerd, folder, socketPath, moreArgs);
		},
		async stop() {
			if (engine.exitCode === null && engine.signalCode === null) {
				const rows = JSON.parse(await call("GET", "/containers/json?all=true").catch(() => "[]")) as { Id: string }[];
				for (const { Id } of rows) await call("DELETE", `/containers/${Id}?force=true&v=true`).catch(() => "");
				engine.kill("SIGTERM");
				await exitOf(engine, 20_000);
			}
			await endLeftovers(folder);
			rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
			if (existsSync(folder)) throw new Error(`${folder} could not be removed`);
		},
	};
}

async function launch(
	dockerd: string,
	folder: string,
	socketPath: string,
	moreArgs: readonly string[],
): Promise<ChildProcess> {
	const { DOCKER_HOST: _, ...env } = process.env;
	const roots = ["--data-root", join(folder, "root"), "--exec-root", join(folder, "exec")];
	const place = [...roots, "-H", `unix://${socketPath}`, "--pidfile", join(folder, "pid")];
	const network = ["--bridge=none", "--iptables=false", "--ip-forward=false", "--ip-masq=false"];
	const args = [...place, "--storage-driver=overlay2", ...network, ...moreArgs];
	const engine = spawn(dockerd, args, { env, stdio: ["ignore", "ignore", "pipe"] });
	let said = "";
	engine.stderr?.setEncoding("utf8").on("data", (text: string) => {
		said = (said + text).slice(-4000);
	});
	for (const until = Date.now() + 30_000; ; await sleep(50)) {
		if ((await askEngine(socketPath, "GET", "/_ping").catch(() => "")) === "OK") return engine;
		if (engine.exitCode === null && Date.now() < until) continue;
		engine.kill("SIGKILL");
		await endLeftovers(folder);
		rmSync(folder, { recursive: true, force: true });
		throw new Error(`dockerd did not start: ${said}`);
	}
}

async function exitOf(engine: ChildProcess, withinMs: number): Promise<void> {
	if (engine.exitCode !== null || engine.signalCode !== null) return;
	const exited = new Promise<true>((resolve) => engine.once("exit", () => resolve(true)));
	const timer = new AbortController();
	const late = sleep(withinMs, false, { signal: timer.signal }).catch(() => false);
	if (await Promise.race([exited, late])) timer.abort();
	else throw new Error(`dockerd (${engine.pid}) did not end within ${withinMs} ms`);
}

/** Ends what an engine leaves behind when it is killed: containerd and shims by their command line, then the mounts. */
async function endLeftovers(folder: string): Promise<void> {
	for (const until = Date.now() + 10_000; Date.now() < until; await sleep(50)) {
		const pids = processesOf(folder);
		if (pids.length === 0) break;
		for (const pid of pids) {
			try {
				process.kill(pid, "SIGKILL");
			} catch {
				// Ended between the look and the kill.
			}
		}
	}
	const mounts = readFileSync("/proc/self/mounts", "utf8")
		.split("\n")
		.flatMap((line) => line.split(" ")[1] ?? [])
		.filter((point) => point.startsWith(`${folder}/`))
		.reverse();
	for (const point of mounts) execFileSync("umount", ["--lazy", point]);
}

/** Processes that name the folder in their command line or live in a container of its engine. */
function processesOf(folder: string): number[] {
	const list = execFileSync("ps", ["-eo", "pid=,ppid=,args=", "ww"], { encoding: "utf8" });
	const rows = list.split("\n").flatMap((line) => {
		const [, pid, ppid, args] = /^\s*(\d+)\s+(\d+)\s(.*)$/.exec(line) ?? [];
		return pid === undefined ? [] : [{ pid: Number(pid), ppid: Number(ppid), args: args ?? "" }];
	});
	const ours = new Set(rows.filter((row) => row.args.includes(`${folder}/`)).map((row) => row.pid));
	for (let grew = true; grew; ) {
		const children = rows.filter((row) => ours.has(row.ppid) && !ours.has(row.pid));
		for (const { pid } of children) ours.add(pid);
		grew = children.length > 0;
	}
	ours.delete(process.pid);
	return [...ours];
}

/** One call of the Docker API over the socket. `body` as JSON, or as it is when it is a Buffer (a tar archive). */
export function askEngine(socketPath: string, method: string, path: string, body?: unknown): Promise<string> {
	return new Promise((resolve, reject) => {
		const isTar = Buffer.isBuffer(body);
		const headers = body === undefined ? {} : { "Content-Type": isTar ? "application/x-tar" : "application/json" };
		const call = request({ socketPath, method, path, headers, agent: false }, (reply) => {
			let text = "";
			reply.setEncoding("utf8");
			reply.on("data", (part: string) => {
				text += part;
			});
			reply.on("error", reject);
			reply.on("end", () => {
				if ((reply.statusCode ?? 500) < 400) resolve(text);
				else reject(new Error(`${method} ${path}: ${reply.statusCode} ${text}`));
			});
		});
		call.setTimeout(30_000, () => call.destroy(new Error(`${method} ${path}: no answer`)));
		call.on("error", reject);
		call.end(body === undefined ? undefined : isTar ? body : JSON.stringify(body));
	});
}
