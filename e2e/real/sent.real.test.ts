// Everything an agent puts on the wire, heard by a listener on the pool's own server: each message is one the page
// "What this PC sends" lists, field by field, and nothing else is said.
import { connect, type NatsConnection } from "@nats-io/transport-node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { wireSchemas } from "../../main/contract/pool.ts";
import { lend } from "../harness/agents.ts";
import { finished, pythonJob } from "../harness/ask.ts";
import { openScene, type Scene } from "../harness/scene.ts";
import { natsMissing } from "./jetstream-stage.ts";
import { type RealNats, startNats } from "./nats.ts";

const missing = natsMissing();
const { announcement, presence, claim, log, result, job, file } = wireSchemas;
const nothing = z.literal("");

/** What a message under a subject has to be. The manifest of a file stands beside its bytes, under its digest. */
const heardAs: [RegExp, string, z.ZodType | "bytes"][] = [
	[/^\$KV\.presence\./, "presence", z.union([nothing, presence])],
	[/^\$KV\.requesters\./, "announcement", announcement],
	[/^lend\.claim\./, "claim", claim],
	[/^lend\.job\./, "job", job],
	[/^lend\.work\./, "job", z.union([nothing, job])],
	[/^lend\.log\./, "log", z.array(log)],
	[/^lend\.result\./, "result", result],
	[/^lend\.blob\.[0-9a-f]{64}\.manifest$/, "file", file.pick({ bytes: true, storedAt: true })],
	[/^lend\.blob\.[0-9a-f]{64}\.\d+$/, "file", "bytes"],
	[/^lend\.news\.(job\.[0-9a-f-]+|presence)$/, "a bell without a word", nothing],
];
/** The server's own questions and answers: streams made, messages pulled and acknowledged, entries read. */
const protocol = /^(\$JS\.|_INBOX\.|\$SYS\.)/;

describe.skipIf(missing !== "")(`what an agent says on a real nats-server${missing}`, () => {
	let scene: Scene;
	let nats: RealNats;
	let spy: NatsConnection;
	beforeEach(async () => {
		scene = openScene();
		nats = await startNats();
		scene.onEnd(() => nats.stop());
		spy = await connect({ servers: nats.url });
		scene.onEnd(() => spy.close());
	});
	afterEach(() => scene.end());

	it("is on the page, field by field, and nothing else is said", async () => {
		const heard = new Map<string, number>();
		const strange: string[] = [];
		spy.subscribe(">", {
			callback: (_, message) => {
				const { subject } = message;
				if (protocol.test(subject)) return;
				const [, name, schema] = heardAs.find(([pattern]) => pattern.test(subject)) ?? [];
				heard.set(name ?? subject, (heard.get(name ?? subject) ?? 0) + 1);
				if (schema === "bytes") return;
				const text = message.string();
				const value = text === "" ? "" : JSON.parse(text);
				const read = schema?.safeParse(value);
				if (!read?.success) strange.push(`${subject}: ${text.slice(0, 400)} ${read?.error.message ?? "is not known"}`);
			},
		});
		await spy.flush();

		const agent = await scene.agent({ pool: nats.url });
		const work = pythonJob('print("hello", flush=True)\nopen("/out/sum.txt", "w").write("6")\n', {
			title: "Add up",
			inputs: [{ name: "numbers.txt", base64: Buffer.from("1 2 3").toString("base64") }],
			outputs: [{ name: "sum.txt", maxBytes: 100 }],
		});
		const { id } = await agent.door.jobs.submit(work);
		await lend(agent.door);
		expect((await finished(agent.door, id)).record.state).toBe("done");
		await agent.door.lend.stop({ via: "cli" });
		await agent.stop();
		await spy.flush();

		expect(strange).toEqual([]);
		const messages = ["announcement", "claim", "file", "job", "log", "presence", "result", "a bell without a word"];
		expect([...heard.keys()].sort()).toEqual(messages.sort());
	});
});
