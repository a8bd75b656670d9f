import { describe } from "vitest";
import { queueContract } from "../../main/tools/queue/contract-suite.ts";
import { openJetStreamQueue } from "../../main/tools/queue/jetstream.ts";
import { shiftedClock } from "../../main/tools/queue/queue-fixtures.ts";
import { natsMissing } from "./jetstream-stage.ts";
import { startNats } from "./nats.ts";

const times = { ackWaitMs: 800, parkMs: 150, presenceMs: 1_500, sweepMs: 300, settleMs: 400 };
const missing = natsMissing();

describe.skipIf(missing !== "")(`with a real nats-server${missing}`, () => {
	queueContract("jetstream", async () => {
		const nats = await startNats();
		const clock = shiftedClock();
		return {
			queue: () => openJetStreamQueue({ servers: nats.url, clock, times }),
			clock,
			patienceMs: 5_000,
			quietMs: 400,
			outlivePresence: () => new Promise((resolve) => setTimeout(resolve, times.presenceMs + 1_000)),
			dispose: () => nats.stop(),
		};
	});
});
