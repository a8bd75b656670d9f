// Two agents that open one pool at the same moment: the one that finds it locked waits for it.
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newDataDirectory, removeDirectory, startAgent } from "./harness/agents.ts";

/** Longer than two tries of the agent for the lock, shorter than its patience. */
const lockedMs = 700;
let data: string;
beforeEach(() => {
	data = newDataDirectory();
});
afterEach(() => removeDirectory(data));

it("an agent starts on a pool that another one keeps locked for a moment", async () => {
	const first = await startAgent({ data });
	expect(await first.stop()).toBe(0);
	const other = new DatabaseSync(join(data, "pool", "queue.db"));
	other.exec("BEGIN IMMEDIATE");
	setTimeout(() => other.close(), lockedMs);
	const second = await startAgent({ data });
	expect(await second.door.status.get({})).toMatchObject({ pool: { connected: true } });
	expect(await second.stop()).toBe(0);
});
