import { createORPCClient, ORPCError } from "@orpc/client";
import { expect, test } from "vitest";
import { maxFrameLength } from "../main/contract/frame-limits.ts";
import type { AgentFrame, PageFrame } from "../main/contract/frames.ts";
import { portLink } from "./port-link.ts";

function stage() {
	const posted: PageFrame[] = [];
	let hear: (text: string) => void = () => undefined;
	let n = 0;
	const port = {
		post: (text: string) => void posted.push(JSON.parse(text)),
		listen: (listener: (text: string) => void) => {
			hear = listener;
			return () => undefined;
		},
	};
	const client = createORPCClient<never>(portLink(port, () => `id-${++n}`)) as never as Record<
		string,
		Record<string, (input: unknown, options?: { signal?: AbortSignal }) => Promise<unknown>>
	>;
	const call = (group: string, name: string, input: unknown = {}, signal?: AbortSignal) =>
		client[group]?.[name]?.(input, signal ? { signal } : {}) as Promise<unknown>;
	return { posted, call, tell: (frame: AgentFrame) => hear(JSON.stringify(frame)) };
}
const problem = { code: "consent.text-changed", args: { n: 1 }, actions: [] } as const;
const settled = () => new Promise((resolve) => setTimeout(resolve));
type Stream = AsyncIterableIterator<unknown>;

test("sends a call as a frame and gives its answer, whatever the order of answers", async () => {
	const { posted, call, tell } = stage();
	const [first, second] = [call("status", "get"), call("lend", "stop", { via: "window" })];
	await settled();
	expect(posted).toEqual([
		{ kind: "call", id: "id-1", path: ["status", "get"], input: {} },
		{ kind: "call", id: "id-2", path: ["lend", "stop"], input: { via: "window" } },
	]);
	tell({ kind: "answer", id: "id-2", output: "two" });
	tell({ kind: "answer", id: "id-1", output: "one" });
	tell({ kind: "answer", id: "id-1", output: "late" });
	tell({ kind: "answer", id: "of a page before", output: "foreign" });
	expect(await Promise.all([first, second])).toEqual(["one", "two"]);
});

test("a problem arrives as over the web door", async () => {
	const { call, tell } = stage();
	const asked = call("lend", "on");
	await settled();
	tell({ kind: "problem", id: "id-1", problem: { ...problem, actions: [] } });
	const error = await asked.catch((thrown: unknown) => thrown);
	expect(error).toBeInstanceOf(ORPCError);
	expect(error).toMatchObject({ code: "PROBLEM", data: problem });
});

test("a stream gives every item in order, those that came early too, and ends", async () => {
	const { call, tell, posted } = stage();
	const asked = call("status", "watch");
	await settled();
	for (const value of [1, 2, 3]) tell({ kind: "item", id: "id-1", value });
	const seen: unknown[] = [];
	const read = (async () => {
		for await (const value of (await asked) as Stream) seen.push(value);
	})();
	await settled();
	expect(seen).toEqual([1, 2, 3]);
	tell({ kind: "item", id: "id-1", value: 4 });
	tell({ kind: "end", id: "id-1" });
	await read;
	expect(seen).toEqual([1, 2, 3, 4]);
	expect(posted).toHaveLength(1);
});

test("a stream without items ends; one that breaks throws after its last item", async () => {
	const { call, tell } = stage();
	const [empty, broken] = [call("jobs", "watch"), call("jobs", "watch")];
	await settled();
	tell({ kind: "end", id: "id-1" });
	for await (const value of (await empty) as Stream) throw new Error(`unexpected ${value}`);
	tell({ kind: "item", id: "id-2", value: "last" });
	tell({ kind: "problem", id: "id-2", problem: { ...problem, actions: [] } });
	const stream = (await broken) as Stream;
	expect(await stream.next()).toEqual({ done: false, value: "last" });
	await expect(stream.next()).rejects.toMatchObject({ code: "PROBLEM" });
});

test("who stops reading cancels", async () => {
	const { call, tell, posted } = stage();
	const asked = call("status", "watch");
	await settled();
	tell({ kind: "item", id: "id-1", value: 1 });
	for await (const _ of (await asked) as Stream) break;
	expect(posted.at(-1)).toEqual({ kind: "cancel", id: "id-1" });
	expect(posted).toHaveLength(2);
});

test("an abort cancels a call, a stream nobody reads yet and one that waits; each says why", async () => {
	const { call, tell, posted } = stage();
	const ending = new AbortController();
	const waiting = call("status", "get", {}, ending.signal);
	const asked = call("status", "watch", {}, ending.signal);
	await settled();
	tell({ kind: "item", id: "id-2", value: 1 });
	const stream = (await asked) as Stream;
	await stream.next();
	const next = stream.next();
	ending.abort(new Error("closed"));
	await expect(waiting).rejects.toThrow("closed");
	await expect(next).rejects.toThrow("closed");
	expect(posted.slice(2)).toEqual([
		{ kind: "cancel", id: "id-1" },
		{ kind: "cancel", id: "id-2" },
	]);
	await expect(call("status", "get", {}, ending.signal)).rejects.toThrow("closed");
	expect(posted).toHaveLength(4);
});

test("what the gate would not take is refused here, with words", async () => {
	const { call, posted } = stage();
	const asked = call("jobs", "submit", { title: "x".repeat(maxFrameLength) });
	await expect(asked).rejects.toMatchObject({ data: { code: "input.malformed" } });
	expect(posted).toEqual([]);
});
