// The window's way to the agent inside the desktop shell: frames over the port that the preload script put on the page.
import { type ClientContext, type ClientLink, ORPCError } from "@orpc/client";
import { maxFrameLength } from "../main/contract/frame-limits.ts";
import type { AgentFrame, HearthPort, PageFrame } from "../main/contract/frames.ts";
import type { Problem } from "../main/contract/problem.ts";

/** What waits for frames of one call. */
type Hear = (frame: AgentFrame) => void;

const thrown = (problem: Problem) => new ORPCError("PROBLEM", { status: 409, data: problem });

/**
 * A link over `port`. `newId` gives an id no other page had: frames for a page that is gone are then nobody's.
 * A call rejects with ORPCError "PROBLEM"; a cancelled one with its signal's reason.
 */
export function portLink(port: HearthPort, newId: () => string): ClientLink<ClientContext> {
	const waiting = new Map<string, Hear>();
	port.listen((text) => {
		const frame = JSON.parse(text) as AgentFrame; // the main process writes what main/contract/frames.ts says
		waiting.get(frame.id)?.(frame);
	});
	const post = (frame: PageFrame) => port.post(JSON.stringify(frame));

	return {
		call(path, input, { signal }) {
			return new Promise((resolve, reject) => {
				if (signal?.aborted) return reject(signal.reason);
				const id = newId();
				const call = JSON.stringify({ kind: "call", id, path: [...path], input } satisfies PageFrame);
				if (call.length > maxFrameLength) {
					return reject(thrown({ code: "input.malformed", args: { detail: "too-long" }, actions: [] }));
				}
				const stream = streamOf(() => {
					over();
					post({ kind: "cancel", id });
				});
				const giveUp = () => {
					over();
					post({ kind: "cancel", id });
					stream.fail(signal?.reason);
					reject(signal?.reason);
				};
				const over = () => {
					waiting.delete(id);
					signal?.removeEventListener("abort", giveUp);
				};
				signal?.addEventListener("abort", giveUp);
				waiting.set(id, (frame) => {
					if (frame.kind !== "item") over();
					if (frame.kind === "answer") return resolve(frame.output);
					if (frame.kind === "item") stream.push(frame.value);
					if (frame.kind === "end") stream.end();
					if (frame.kind === "problem") {
						reject(thrown(frame.problem)); // no effect once the stream was handed out
						return stream.fail(thrown(frame.problem));
					}
					resolve(stream.iterator);
				});
				port.post(call);
			});
		},
	};
}

/** Items that came before they were asked for, as an iterator; `onLeave` is told when the reader stops reading early. */
function streamOf(onLeave: () => void) {
	const items: unknown[] = [];
	let over: { readonly error?: unknown } | null = null;
	let wake: () => void = () => undefined;
	async function* read(): AsyncGenerator<unknown, void> {
		try {
			while (true) {
				while (items.length > 0) yield items.shift();
				if (over) {
					if ("error" in over) throw over.error;
					return;
				}
				await new Promise<void>((resolve) => {
					wake = resolve;
				});
			}
		} finally {
			if (!over) onLeave();
		}
	}
	return {
		iterator: read(),
		push(value: unknown) {
			items.push(value);
			wake();
		},
		end() {
			over ??= {};
			wake();
		},
		fail(error: unknown) {
			over ??= { error };
			wake();
		},
	};
}
