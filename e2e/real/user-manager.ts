// A systemd user manager of the tests' own: its home, sockets and units lie in one temporary folder, its processes in
// control groups of its own. The one of the developer's account, if any, is never touched.
import { execFileSync, spawn } from "node:child_process";
import {
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmdirSync,
	rmSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const systemd = "/lib/systemd/systemd";

/** Why none can be started here; empty when one can. */
export function noUserManager(): string {
	if (process.platform !== "linux") return "systemd runs on Linux only";
	if (process.getuid?.() !== 0) return "a user manager of one's own needs root";
	if (!existsSync(systemd)) return "systemd is not installed (Debian package systemd)";
	try {
		const probe = groups("hearth-probe");
		for (const one of probe) mkdirSync(one);
		for (const one of probe) rmdirSync(one);
		return "";
	} catch (error) {
		return `control groups cannot be made here (${(error as Error).message})`;
	}
}

/** This process's own groups that systemd keeps services by, one below for `name`: v1 hybrid has two, v2 one. */
function groups(name: string): string[] {
	const lines = readFileSync("/proc/self/cgroup", "utf8").split("\n");
	const path = (start: string) =>
		lines
			.find((line) => line.includes(start))
			?.split(":")
			.at(-1) ?? "/";
	const hybrid = existsSync("/sys/fs/cgroup/systemd");
	const bases = hybrid
		? [join("/sys/fs/cgroup/systemd", path(":name=systemd:")), join("/sys/fs/cgroup/unified", path("0::"))]
		: [join("/sys/fs/cgroup", path("0::"))];
	return bases.filter((base) => existsSync(base)).map((base) => join(base, name));
}

export interface UserManager {
	/** HOME and XDG_RUNTIME_DIR for whoever is to meet it, and no other XDG folder. */
	readonly env: NodeJS.ProcessEnv;
	readonly home: string;
	systemctl(...args: string[]): string;
	/** Ends it and everything it started, and removes the folder. Throws when something of it stays. */
	stop(): Promise<void>;
}

export async function startUserManager(): Promise<UserManager> {
	const folder = mkdtempSync(join(tmpdir(), "hearth-user-"));
	const home = join(folder, "home");
	const run = join(folder, "run");
	mkdirSync(home);
	mkdirSync(run, { mode: 0o700 });
	const own = groups(basename(folder));
	for (const one of own) mkdirSync(one);
	const env = { PATH: process.env.PATH, HOME: home, XDG_RUNTIME_DIR: run, USER: "root", LC_ALL: "C" };
	// systemd refuses to be a user's manager where the system was not started by it: one file says so, seen by it alone.
	const inside = join(folder, "inside.sh");
	const enter = own.map((one) => `echo $$ > '${one}/cgroup.procs'`).join(" && ");
	writeFileSync(inside, `mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system && exec ${systemd} --user`);
	const script = `${enter} && exec unshare --mount --propagation private sh '${inside}'`;
	const child = spawn("sh", ["-c", script], { env, stdio: "ignore", detached: true });
	const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
	const systemctl = (...args: string[]) =>
		execFileSync("systemctl", ["--user", ...args], { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
	const stop = async () => {
		for (let tries = 0; tries < 100 && own.flatMap(processes).length > 0; tries++) {
			for (const pid of own.flatMap(processes)) kill(pid);
			await wait(50);
		}
		await ended;
		for (const one of own) removeGroups(one);
		rmSync(folder, { recursive: true, force: true });
	};
	for (let tries = 0; tries < 100; tries++) {
		try {
			systemctl("show", "--property=Version");
			return { env, home, systemctl, stop };
		} catch {
			await wait(100);
		}
	}
	await stop();
	throw new Error("the user manager did not answer within 10 s");
}

function processes(group: string): number[] {
	const below = readdirSync(group, { withFileTypes: true }).filter((one) => one.isDirectory());
	const own = readFileSync(join(group, "cgroup.procs"), "utf8").split("\n").filter(Boolean).map(Number);
	return [...own, ...below.flatMap((one) => processes(join(group, one.name)))];
}

function removeGroups(group: string): void {
	for (const one of readdirSync(group, { withFileTypes: true })) {
		if (one.isDirectory()) removeGroups(join(group, one.name));
	}
	rmdirSync(group);
}

function kill(pid: number): void {
	try {
		process.kill(pid, "SIGKILL");
	} catch {
		// Gone already.
	}
}
