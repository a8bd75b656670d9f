// What the preload script does: one frozen port on the page, texts only. The page never sees ipcRenderer or an event.
import type { ContextBridge, IpcRenderer } from "electron";
import type { HearthPort } from "../main/contract/frames.ts";
import { fromAgent, toAgent } from "./channels.ts";

export function exposePort(
	contextBridge: Pick<ContextBridge, "exposeInMainWorld">,
	ipcRenderer: Pick<IpcRenderer, "on" | "removeListener" | "send">,
): void {
	const port: HearthPort = {
		post(frame) {
			if (typeof frame === "string") ipcRenderer.send(toAgent, frame);
		},
		listen(listener) {
			const hear = (_event: unknown, frame: unknown) => {
				if (typeof frame === "string") listener(frame);
			};
			ipcRenderer.on(fromAgent, hear);
			return () => void ipcRenderer.removeListener(fromAgent, hear);
		},
	};
	contextBridge.exposeInMainWorld("hearthPort", Object.freeze(port));
}
