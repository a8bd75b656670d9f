import { describe } from "vitest";
import { queueContract } from "../../main/tools/queue/contract-suite.ts";
import { openJetStreamQueue } from "../../main/tools/queue/jetstream.ts";
import { shiftedClock } from "../../main/tools/queue/queue-fixtures.ts";
import { findNatsServer, startNats } from "./nats.ts";

const times = { ackWaitMs: 800, parkMs: 150, presenceMs: 1_500, sweepMs: 300, settleMs: 400 };
const missing = findNatsServer() === null;
if (missing && process.env.CI === "true")
	throw new Error("nats-server is missing: run node e2e/real/build.ts nats-server");

describe.skipIf(missing)(`with a real nats-server${missing ? " (not built: node e2e/real/build.ts)" : ""}`, () => {
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
