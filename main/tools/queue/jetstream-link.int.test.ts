// The version floor, against a listener that greets like a server of any age (NATS client protocol, INFO).
import { createServer, type Server, type Socket } from "node:net";
import { afterEach, expect, it } from "vitest";
import { systemClock } from "../clock/clock.ts";
import { openJetStreamQueue } from "./jetstream.ts";
import { natsFloor } from "./nats-version.ts";

let server: Server | null = null;
const sockets = new Set<Socket>();

afterEach(async () => {
	for (const socket of sockets) socket.destroy();
	await new Promise((resolve) => server?.close(resolve) ?? resolve(null));
	server = null;
});

async function greet(version: string): Promise<string> {
	server = createServer((socket) => {
		sockets.add(socket);
		const info = { server_id: "X", version, proto: 1, headers: true, max_payload: 1_048_576, jetstream: true };
		socket.write(`INFO ${JSON.stringify(info)}\r\n`);
		socket.on("data", (data) => data.includes("PING") && socket.write("PONG\r\n"));
		socket.on("error", () => undefined);
	});
	await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
	const address = server.address();
	return `127.0.0.1:${typeof address === "object" && address ? address.port : 0}`;
}

it.each(["2.9.10", "2.12.11", "2.14.2"])("refuses a server of version %s in plain terms", async (version) => {
	const address = await greet(version);
	await expect(openJetStreamQueue({ servers: `nats://${address}`, clock: systemClock })).rejects.toMatchObject({
		problem: { code: "pool.too-old", args: { name: `nats://${address}`, version, floor: natsFloor } },
	});
});

it("does not take a server without JetStream for the pool, and does not wait for it for ever", async () => {
	const address = await greet("2.14.5");
	const queue = await openJetStreamQueue({ servers: `nats://${address}`, clock: systemClock });
	expect(queue.connected()).toBe(false);
	await expect(queue.presences()).rejects.toMatchObject({ problem: { code: "pool.unreachable" } });
	await queue.close();
}, 30_000);
