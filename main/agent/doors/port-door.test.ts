import { MessageChannel, type MessagePort } from "node:worker_threads";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contract } from "../../contract/calls.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { SnapshotUpdate } from "../../contract/snapshot.ts";
import type { AgentCalls } from "../calls/agent-calls.ts";
import { type DoorPort, openPortDoor, type PortDoor } from "./port-door.ts";
import { agentRouter } from "./router.ts";

/** A Node port in the form of Electron's: messages come wrapped. */
const asDoorPort = (port: MessagePort): DoorPort => ({
	on: (event: string, listener: (event: { data: unknown }) => void) =>
		event === "message"
			? port.on("message", (data) => listener({ data }))
			: port.on("close", listener as unknown as () => void),
	postMessage: (message) => port.postMessage(message),
	start: () => port.start(),
	close: () => port.close(),
});

let ended: string[];
let paused: number[];
let closing: AbortController;
let channel: MessageChannel;
let door: PortDoor;
let client: ContractRouterClient<Contract>;

const calls = {
	async *watchStatus(signal: AbortSignal): AsyncGenerator<SnapshotUpdate> {
		let n = 0;
		const wait = () =>
			new Promise<void>((resolve) => {
				if (signal.aborted || ++n < 3) resolve();
				else signal.addEventListener("abort", () => resolve());
			});
		try {
			for (; !signal.aborted; await wait()) yield { kind: "delta", delta: { seq: n, at: n } };
		} finally {
			ended.push("watch");
		}
	},
	history: () => Promise.reject(new ProblemError("ledger.broken", { line: 3 })),
	jobs: async () => [],
	pause: async (until: number) => {
		paused.push(until);
		return {};
	},
	submit: async (submission: { inputs: readonly { base64: string }[] }) => ({
		id: `0b7e6a54-3f0e-4c1a-9d7e-${String(submission.inputs[0]?.base64.length).padStart(12, "0")}`,
	}),
} as unknown as AgentCalls;

beforeEach(() => {
	ended = [];
	paused = [];
	closing = new AbortController();
	channel = new MessageChannel();
	door = openPortDoor(asDoorPort(channel.port1), agentRouter(calls), closing.signal);
	client = createORPCClient(new RPCLink({ port: channel.port2 }));
	channel.port2.start();
});
afterEach(() => {
	door.close();
	channel.port2.close();
});

describe("the message port door", () => {
	it("answers calls, and problems arrive as problems", async () => {
		expect(await client.jobs.list({})).toEqual([]);
		await client.lend.pause({ until: 12_345, via: "window" });
		expect(paused).toEqual([12_345]);
		const failed = client.history.list({ limit: 1, before: null });
		await expect(failed).rejects.toMatchObject({ code: "PROBLEM", data: { code: "ledger.broken", args: { line: 3 } } });
	});

	it("refuses an input that the contract does not allow", async () => {
		const wrong = client.lend.pause({ until: "soon" as never, via: "window" });
		await expect(wrong).rejects.toMatchObject({ code: "PROBLEM", data: { code: "input.malformed" } });
		expect(paused).toEqual([]);
	});

	it("carries a call of some megabytes", async () => {
		const base64 = "AAAA".repeat(1_500_000);
		const { id } = await client.jobs.submit({
			title: "Large",
			class: "wasm",
			program: { kind: "python", script: { name: "main.py", base64: "" } },
			argv: [],
			inputs: [{ name: "a.bin", base64 }],
			outputs: [],
			limits: { cpu: 1, memoryMiB: 64, scratchMiB: 16, pids: 1, seconds: 1 },
			deadlineSeconds: 1,
			attempts: 1,
		});
		expect(id).toMatch(/006000000$/);
	});

	it("streams, and learns when the reader has enough", async () => {
		const seen: number[] = [];
		for await (const update of await client.status.watch({})) {
			if (update.kind === "delta") seen.push(update.delta.seq);
			if (seen.length === 3) break;
		}
		expect(seen).toEqual([0, 1, 2]);
		await expect.poll(() => ended).toEqual(["watch"]);
	});

	it.each([
		["the agent closes", () => closing.abort()],
		["the door is closed", () => door.close()],
		["the other end hangs up", () => channel.port2.close()],
	])("ends its streams when %s", async (_, end) => {
		const stream = await client.status.watch({});
		await stream.next();
		end();
		await door.closed;
		await expect.poll(() => ended).toEqual(["watch"]);
	});

	it("opens nothing when the agent is closing already", async () => {
		const other = new MessageChannel();
		await openPortDoor(asDoorPort(other.port1), agentRouter(calls), AbortSignal.abort()).closed;
		other.port2.close();
	});

	it("survives whatever else arrives", async () => {
		const texts = fc.oneof(
			fc.json(),
			fc
				.record({ i: fc.constantFrom("zz", 7, null), t: fc.constantFrom(1, 2, 3, 4, "4"), p: fc.jsonValue() })
				.map((one) => JSON.stringify(one)),
			fc
				.record({ u: fc.constantFrom("/jobs/list", "/nothing", "//[", ""), b: fc.jsonValue(), h: fc.jsonValue() })
				.map((p) => JSON.stringify({ i: "zy", p })),
			fc.constant(JSON.stringify({ i: "zx", p: { u: "/jobs/list", h: { "content-type": "multipart/form-data" } } })),
		);
		const rubbish = fc.oneof(fc.string(), fc.jsonValue(), fc.uint8Array(), texts);
		await fc.assert(
			fc.asyncProperty(fc.array(rubbish, { maxLength: 5 }), async (all) => {
				for (const one of all) channel.port2.postMessage(one);
				expect(await client.jobs.list({})).toEqual([]);
			}),
			{ numRuns: 100 },
		);
	});
});
