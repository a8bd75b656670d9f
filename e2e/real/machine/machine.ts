// A throw-away copy of this PC with a service manager, a message bus and polkit of its own, in name spaces without a
// network: what is installed for all accounts there, or done as root, is in memory and gone with it.
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type CommandEnd, type CommandOptions, runCommand } from "../../../main/tools/run-command/run-command.ts";

const programs = [
	"/lib/systemd/systemd",
	"/usr/bin/pkexec",
	"/usr/bin/pkttyagent",
	"/usr/bin/python3",
	"/usr/bin/nsenter",
];

/** Why none can be started here; null when one can, and where CI demands it. */
export function whyNoMachine(): string | null {
	if (process.env.CI === "true") return null;
	if (process.platform !== "linux") return "a copy of this PC can be made on Linux only";
	if (process.getuid?.() !== 0) return "a copy of this PC needs root";
	const missing = programs.filter((path) => !existsSync(path));
	if (missing.length > 0) return `missing: ${missing.join(", ")} (Debian packages systemd, pkexec, polkitd, python3)`;
	if (existsSync("/nix")) return "this PC has a Nix of its own, and the copy would too";
	return null;
}

export interface Machine {
	/** Runs a program in it; as root when no account is named. */
	run(argv: readonly [string, ...string[]], options?: MachineRun): Promise<CommandEnd>;
	/** The same; standard output, trimmed. Rejects with what was said when it failed. */
	ask(argv: readonly [string, ...string[]], options?: MachineRun): Promise<string>;
	/** A path in it as this process sees it. */
	outside(path: string): string;
	/** Starts a program in it that is talked to while it runs. */
	start(argv: readonly [string, ...string[]], as: string): ChildProcessWithoutNullStreams;
	/** Ends everything in it. Twice is once. */
	close(): Promise<void>;
}

export interface MachineRun extends Partial<CommandOptions> {
	readonly as?: string;
}

const bootMs = 30_000;
const checkout = join(import.meta.dirname, "../../..");

export async function bootMachine(): Promise<Machine> {
	const folder = mkdtempSync(join(tmpdir(), "hearth-machine-"));
	const spaces = ["--mount", "--pid", "--ipc", "--uts", "--cgroup", "--net"];
	const boot = join(import.meta.dirname, "boot.sh");
	const argv = [...spaces, "--fork", "--kill-child=SIGKILL", "/bin/sh", boot, folder, checkout];
	const outer = spawn("unshare", argv, { stdio: ["ignore", "pipe", "pipe"] });
	let said = "";
	for (const stream of [outer.stdout, outer.stderr])
		stream.on("data", (text) => (said = `${said}${text}`.slice(-4_000)));
	const ended = new Promise<void>((resolve) => outer.once("close", () => resolve()));
	const close = async () => {
		outer.kill("SIGKILL");
		await ended;
		if (existsSync(folder)) rmdirSync(folder);
	};
	try {
		const first = await until(() => childOf(outer.pid ?? 0), said);
		const machine = entered(first, close);
		await until(async () => {
			const { stdout } = await machine.run(["systemctl", "is-system-running"], { timeoutMs: 5_000 });
			return stdout.text.trim() === "running" || stdout.text.trim() === "degraded" ? true : null;
		}, said);
		return machine;
	} catch (error) {
		await close();
		throw new Error(`${(error as Error).message}\n${said}`);
	}
}

function entered(first: number, close: () => Promise<void>): Machine {
	const enter = ["nsenter", "--target", String(first), ...["-m", "-p", "-i", "-u", "-C", "-n"], "--"];
	const inside = (argv: readonly string[], as: string, env: Readonly<Record<string, string>>) => {
		const home = as === "root" ? "/root" : `/home/${as}`;
		const variables = { PATH: "/usr/sbin:/usr/bin:/sbin:/bin", HOME: home, USER: as, LOGNAME: as, ...env };
		const account = as === "root" ? [] : ["setpriv", `--reuid=${as}`, `--regid=${as}`, "--init-groups"];
		const pairs = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
		return [...enter, ...account, "env", "-i", ...pairs, ...argv] as [string, ...string[]];
	};
	const machine: Machine = {
		run: (argv, { as = "root", env = {}, ...options } = {}) =>
			runCommand(inside(argv, as, env), { timeoutMs: 120_000, ...options }),
		async ask(argv, options) {
			const end = await machine.run(argv, options);
			if (end.end === "exit" && end.code === 0) return end.stdout.text.trim();
			throw new Error(`${argv.join(" ")}: ${end.end}\n${end.stdout.text}\n${end.stderr.text}`);
		},
		outside: (path) => join(`/proc/${first}/root`, path),
		start: (argv, as) => {
			const [program, ...args] = inside(argv, as, {});
			return spawn(program, args, { stdio: ["pipe", "pipe", "pipe"] });
		},
		close,
	};
	return machine;
}

/** The first process of the new name space, which unshare forks off. */
function childOf(parent: number): number | null {
	for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
		try {
			const stat = readFileSync(`/proc/${name}/stat`, "utf8");
			if (Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) === parent) return Number(name);
		} catch {
			// It has ended since.
		}
	}
	return null;
}

/** Nothing tells from outside when a system has started: it is asked until it says so. */
async function until<T>(look: () => T | null | Promise<T | null>, said: string): Promise<T> {
	const deadline = performance.now() + bootMs;
	while (performance.now() < deadline) {
		const found = await look();
		if (found !== null) return found;
		await wait(100);
	}
	throw new Error(`the copy of this PC did not start\n${said}`);
}
