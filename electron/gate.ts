// The one place where a message of the page is let through to the agent: right sender, right frame, right origin, a frame
// of the contract, a call of the contract, an input that call takes. All else is refused and counted.
import type { IpcMain, WebContents } from "electron";
import { maxFrameLength } from "../main/contract/frame-limits.ts";
import { pageFrameSchema } from "../main/contract/frames.ts";
import type { AgentLink } from "./agent-link.ts";
import { fromAgent, toAgent } from "./channels.ts";
import { judgeSender } from "./judge-sender.ts";
import type { Note } from "./note.ts";
import { type WindowCalls, windowCalls } from "./window-calls.ts";

export interface GateParts {
	readonly ipcMain: Pick<IpcMain, "on">;
	readonly agent: Pick<AgentLink, "client">;
	readonly note: Note;
}

export interface Gate {
	/** From now on this is our window's page, and no other; its calls end with it. */
	admit(contents: WebContents): void;
}

/** Opens the gate: listens for messages of any page, lets through those of the admitted one. */
export function openGate({ ipcMain, agent, note }: GateParts): Gate {
	let ours: { readonly contents: WebContents; readonly calls: WindowCalls } | null = null;
	const counts = new Map<string, number>();
	const refused = (reason: string) => {
		const count = (counts.get(reason) ?? 0) + 1;
		counts.set(reason, count);
		// Every refusal is counted, but a page that floods the gate must not flood the log: 1, 2, 4, 8, ...
		if (Number.isInteger(Math.log2(count))) note(`gate refused ${reason} (${count} so far)`);
	};

	ipcMain.on(toAgent, (event, message: unknown, ...more: unknown[]) => {
		const refusal = judgeSender(event, ours?.contents ?? null);
		if (refusal || !ours) return refused(refusal ?? "no-window");
		if (typeof message !== "string" || more.length > 0) return refused("not-a-frame");
		if (message.length > maxFrameLength) return refused("too-long");
		const frame = pageFrameSchema.safeParse(read(message)).data;
		if (!frame) return refused("not-a-frame");
		if (frame.kind === "cancel") return ours.calls.cancel(frame.id);
		if (!ours.calls.start(frame.id, frame.path, frame.input)) refused("id-taken");
	});

	return {
		admit(contents) {
			ours?.calls.cancelAll();
			const calls = windowCalls({
				client: agent.client,
				refused,
				send: (frame) => {
					if (!contents.isDestroyed()) contents.send(fromAgent, JSON.stringify(frame));
				},
			});
			ours = { contents, calls };
			contents.on("did-start-navigation", (details) => {
				if (details.isMainFrame && !details.isSameDocument) calls.cancelAll();
			});
			contents.on("render-process-gone", () => calls.cancelAll());
			contents.on("destroyed", () => {
				calls.cancelAll();
				if (ours?.calls === calls) ours = null;
			});
		},
	};
}

function read(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
