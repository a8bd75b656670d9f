// electron.ipcMain, doubled: hears what a page's frame says.
import type { IpcMain, WebContents, WebFrameMain } from "electron";
import { strictEmitter } from "./strict.ts";

export type SayingFrame = Pick<WebFrameMain, "origin" | "parent" | "frameTreeNodeId" | "detached">;

export function doubleIpcMain() {
	const ipcMain = strictEmitter("ipcMain", {}) as unknown as Pick<IpcMain, "on" | "emit">;
	return {
		ipcMain,
		/** A frame of a page says something; the arguments are cloned as Electron clones them. */
		hear(sender: Pick<WebContents, "id">, senderFrame: SayingFrame | null, channel: string, ...args: unknown[]) {
			ipcMain.emit(channel, { sender, senderFrame }, ...(structuredClone(args) as unknown[]));
		},
	};
}
