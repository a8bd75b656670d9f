// What the gate's tests stand on: a page that notes every frame it really gets, an agent that notes every call.
import type { ContractRouterClient } from "@orpc/contract";
import type { Contract } from "../../main/contract/calls.ts";
import { toAgent } from "../channels.ts";
import { openGate } from "../gate.ts";
import { doubleContents } from "./contents.ts";
import { doubleIpcMain, type SayingFrame } from "./main-ipc.ts";
import { doubleSession } from "./session.ts";

export function gateStage() {
	const calls: { path: string; input: unknown; signal: AbortSignal }[] = [];
	const items: string[] = ["one", "two"];
	let endless = false;
	let failure: unknown = null;
	const client = {
		status: {
			get: async (input: unknown, { signal }: { signal: AbortSignal }) => {
				calls.push({ path: "status.get", input, signal });
				if (failure) throw failure;
				if (endless) await new Promise(() => undefined);
				return { state: "off" };
			},
			watch: async (input: unknown, { signal }: { signal: AbortSignal }) => {
				calls.push({ path: "status.watch", input, signal });
				return (async function* () {
					yield* items;
					if (endless) await new Promise((resolve) => signal.addEventListener("abort", resolve));
				})();
			},
		},
		lend: {
			stop: async (input: unknown, { signal }: { signal: AbortSignal }) => {
				calls.push({ path: "lend.stop", input, signal });
				return { withdrawn: 1, stopped: [] };
			},
		},
	} as unknown as ContractRouterClient<Contract>;
	const sent: unknown[] = [];
	const surface = {
		load: async () => undefined,
		send: (_channel: string, [text]: readonly unknown[]) => void sent.push(JSON.parse(text as string)),
		zoom: () => undefined,
		close: () => undefined,
	};
	const page = doubleContents(doubleSession().session as never, () => surface);
	page.wentTo("app://hearth/");
	const ipc = doubleIpcMain();
	const notes: string[] = [];
	const gate = openGate({ ipcMain: ipc.ipcMain, agent: { client }, note: (line) => void notes.push(line) });
	gate.admit(page.contents as never);
	const main: SayingFrame = page.contents.mainFrame;
	const say = (message: unknown, frame: SayingFrame | null = main, sender = page.contents as { id: number }) =>
		ipc.hear(sender, frame, toAgent, message);
	const call = (path: string[], input: unknown = {}, id = "1") => JSON.stringify({ kind: "call", id, path, input });
	return {
		calls,
		sent,
		notes,
		page,
		ipc,
		main,
		say,
		call,
		gate,
		setEndless: () => {
			endless = true;
		},
		setFailure: (error: unknown) => {
			failure = error;
		},
	};
}
