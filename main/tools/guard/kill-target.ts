// Kills one watched sandbox. Small on purpose: node:net is loaded only for a container.
import type { GuardTarget } from "./guard.ts";
import { processStart } from "./process-start.ts";

const answerMs = 5_000;
const tries = 6;

/** SIGKILL to the process and its group, also when stopped. A pid that started at another time is left alone. */
export function killProcess(pid: number, startTicks: string): boolean {
	if (pid <= 1 || processStart(pid) !== startTicks) return false;
	for (const target of process.platform === "win32" ? [pid] : [-pid, pid]) {
		try {
			process.kill(target, "SIGKILL");
		} catch {
			// No such group, or gone meanwhile.
		}
	}
	return true;
}

/** One request without a body on the engine's socket; the status code, or null when there was no answer in time. */
function request(socketPath: string, method: string, path: string): Promise<number | null> {
	const net = process.getBuiltinModule("node:net");
	return new Promise((resolve) => {
		const socket = net.connect(socketPath);
		let answer = "";
		const end = () => {
			socket.destroy();
			resolve(Number(/^HTTP\/1\.\d (\d{3})/.exec(answer)?.[1] ?? Number.NaN) || null);
		};
		socket.setTimeout(answerMs, end);
		socket.on("error", end).on("close", end);
		socket.on("data", (data: Buffer) => {
			answer += data.toString("latin1");
			if (answer.includes("\r\n\r\n")) end();
		});
		socket.write(`${method} ${path} HTTP/1.1\r\nHost: engine\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`);
	});
}

const done = (status: number | null) => status !== null && (status < 300 || status === 404);

/** Kills and removes the container; asks again for up to half a minute when the engine does not answer. */
async function killContainer(socketPath: string, container: string): Promise<boolean> {
	const path = `/containers/${encodeURIComponent(container)}`;
	for (let i = 0; i < tries; i++) {
		await request(socketPath, "POST", `${path}/kill?signal=SIGKILL`);
		if (done(await request(socketPath, "DELETE", `${path}?force=1&v=1`))) return true;
		await new Promise((resolve) => setTimeout(resolve, 250 * (i + 1)));
	}
	return false;
}

/** Kills what `target` names. Resolves to false when there was nothing to hit. Never rejects. */
export async function killTarget(target: GuardTarget): Promise<boolean> {
	if (target.kind === "process") return killProcess(target.pid, target.startTicks);
	return await killContainer(target.socketPath, target.container);
}
