// A device for embedded-share.int.test.ts: argv = directory, journal, name, "work" | "hold", key whose jobs to take.
import { appendFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { PublicKey } from "../../contract/ids.ts";
import { systemClock } from "../clock/clock.ts";
import { openEmbeddedQueue } from "./embedded.ts";
import { aResult, aWant } from "./queue-fixtures.ts";

const [directory = "", journal = "", name = "", mode = "", requester = ""] = process.argv.slice(2);
const never = new AbortController().signal;
const queue = await openEmbeddedQueue({ directory, clock: systemClock });
const note = (line: string) => appendFileSync(journal, `${line}\n`);
const alive = setInterval(() => undefined, 1_000);
note(`ready ${name}`);

for (let turn = 0; ; turn++) {
	const lease = await queue.claim(
		aWant(name, { requesters: [requester as PublicKey] }),
		mode === "hold" ? 60_000 : 500,
		never,
	);
	if (!lease) break;
	note(`start ${lease.jobId}`);
	if (mode === "hold") await sleep(60_000);
	await queue.beat(lease);
	if (turn % 4 === 3) {
		note(`end ${lease.jobId}`);
		await queue.release(lease);
		continue;
	}
	const { result, outputs } = aResult(lease, name);
	note(`end ${lease.jobId} final`);
	await queue.finish(lease, result, outputs, true);
}
clearInterval(alive);
await queue.close();
