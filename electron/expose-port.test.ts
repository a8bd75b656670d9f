import { EventEmitter } from "node:events";
import { expect, test } from "vitest";
import type { HearthPort } from "../main/contract/frames.ts";
import { fromAgent, toAgent } from "./channels.ts";
import { strict } from "./double/strict.ts";
import { exposePort } from "./expose-port.ts";

function exposed() {
	const inside = new EventEmitter();
	const sent: unknown[][] = [];
	const worlds: [string, unknown][] = [];
	exposePort(
		strict("contextBridge", { exposeInMainWorld: (key: string, api: unknown) => void worlds.push([key, api]) }),
		strict("ipcRenderer", {
			send: (...all: unknown[]) => void sent.push(all),
			on: (channel: string, listener: (...all: unknown[]) => void) => inside.on(channel, listener),
			removeListener: (channel: string, listener: (...all: unknown[]) => void) =>
				inside.removeListener(channel, listener),
		}) as never,
	);
	const port = worlds[0]?.[1] as HearthPort;
	return { inside, sent, worlds, port };
}

test("puts one frozen port on the page, and nothing else", () => {
	const { worlds, port } = exposed();
	expect(worlds.map(([key]) => key)).toEqual(["hearthPort"]);
	expect(Object.keys(port)).toEqual(["post", "listen"]);
	expect(Object.isFrozen(port)).toBe(true);
});

test("sends texts on the one channel, and nothing but texts", () => {
	const { port, sent } = exposed();
	port.post("a");
	port.post({ kind: "call" } as never);
	port.post(undefined as never);
	expect(sent).toEqual([[toAgent, "a"]]);
});

test("hands over texts without the event that brought them, until told to stop", () => {
	const { port, inside } = exposed();
	const heard: unknown[][] = [];
	const stop = port.listen((...all) => void heard.push(all));
	inside.emit(fromAgent, { sender: "ipcRenderer" }, "one", "more");
	inside.emit(fromAgent, {}, { not: "a text" });
	inside.emit("another channel", {}, "two");
	expect(heard).toEqual([["one"]]);
	expect(stop()).toBeUndefined();
	inside.emit(fromAgent, {}, "three");
	expect(heard).toEqual([["one"]]);
	expect(inside.listenerCount(fromAgent)).toBe(0);
});
