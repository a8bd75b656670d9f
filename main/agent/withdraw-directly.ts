// Stop when the agent cannot be asked: it is not running, or it hangs. A hanging agent is killed (its guard then kills
// every sandbox), and the withdrawal is written into the ledger by whoever holds the data lock next: this process.
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { ProblemError } from "../contract/problem.ts";
import { systemClock } from "../tools/clock/clock.ts";
import type { ExclusiveLock } from "../tools/files/exclusive-lock.ts";
import { doorPaths } from "../tools/host/data-directory.ts";
import { openConsentStore } from "./consent-store.ts";
import { lockData } from "./data-lock.ts";
import { doorOwner } from "./doors/door-owner.ts";
import { openIdentity } from "./identity.ts";
import { openLedger } from "./ledger/ledger.ts";
import { readPast } from "./ledger-past.ts";

const lockTries = 100;
const lockEveryMs = 50;

/**
 * Withdraws every grant recorded in `dataDirectory`. Makes nothing when no agent ever ran there. Throws
 * "agent.already-running" when an agent holds the data and cannot be told apart well enough to be killed.
 */
export async function withdrawDirectly(dataDirectory: string): Promise<{ withdrawn: number; killedAgent: boolean }> {
	const path = join(dataDirectory, "ledger.jsonl");
	if (!existsSync(path)) return { withdrawn: 0, killedAgent: false };
	const { lock, killedAgent } = await takeOver(dataDirectory);
	try {
		const identity = openIdentity(dataDirectory);
		const ledger = openLedger({ path, key: identity.device, clock: systemClock, deviceId: identity.deviceId });
		try {
			const { consentEvents } = await readPast(ledger);
			return { withdrawn: openConsentStore(consentEvents, ledger).withdrawAll(identity.person, "cli"), killedAgent };
		} finally {
			ledger.close();
		}
	} finally {
		lock.release();
	}
}

async function takeOver(dataDirectory: string): Promise<{ lock: ExclusiveLock; killedAgent: boolean }> {
	const free = tryLock(dataDirectory);
	if (free) return { lock: free, killedAgent: false };
	const pid = doorOwner(dirname(doorPaths(dataDirectory).token));
	if (pid === null) throw new ProblemError("agent.already-running", { directory: dataDirectory });
	process.kill(pid, "SIGKILL");
	// The kernel lets go of the lock when it has taken the process away, which nothing can delay for long.
	for (let tries = 0; tries < lockTries; tries++) {
		const lock = tryLock(dataDirectory);
		if (lock) return { lock, killedAgent: true };
		await wait(lockEveryMs);
	}
	throw new ProblemError("agent.already-running", { directory: dataDirectory });
}

function tryLock(dataDirectory: string): ExclusiveLock | null {
	try {
		return lockData(dataDirectory);
	} catch (error) {
		if (error instanceof ProblemError && error.problem.code === "agent.already-running") return null;
		throw error;
	}
}
