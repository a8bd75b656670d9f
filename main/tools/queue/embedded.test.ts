import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { queueContract } from "./contract-suite.ts";
import { openEmbeddedQueue } from "./embedded.ts";
import { shiftedClock } from "./queue-fixtures.ts";
import { presenceMs } from "./work-queue.ts";

queueContract("embedded", async () => {
	const directory = mkdtempSync(join(tmpdir(), "hearth-queue-"));
	const clock = shiftedClock();
	return {
		queue: () => openEmbeddedQueue({ directory, clock }),
		clock,
		patienceMs: 2_000,
		quietMs: 15,
		async outlivePresence() {
			clock.shift(presenceMs);
		},
		async dispose() {
			rmSync(directory, { recursive: true });
		},
	};
});
