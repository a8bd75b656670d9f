// The one program that the system's question lets in. It does what a request on its closed list says, and ends.
import { systemClock } from "../../main/tools/clock/clock.ts";
import { runCommand } from "../../main/tools/run-command/run-command.ts";
import { usualPlaces } from "./commands.ts";
import { serveRequest } from "./serve-request.ts";

// What it runs stands in groups of their own and would outlive it.
const told = new AbortController();
for (const name of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(name, () => told.abort());

process.exitCode = await serveRequest({
	argv: process.argv.slice(2),
	env: process.env,
	platform: process.platform,
	pid: process.pid,
	uid: process.getuid?.() ?? null,
	run: runCommand,
	clock: systemClock,
	complain: (line) => process.stderr.write(`${line}\n`),
	signal: told.signal,
	places: usualPlaces(process.env, process.platform),
	isAlive(pid) {
		try {
			process.kill(pid, 0);
			return true;
		} catch (error) {
			return (error as NodeJS.ErrnoException).code === "EPERM";
		}
	},
});
