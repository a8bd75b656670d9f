// Who may speak to the agent: the page of our own window, in its main frame, from our own origin. Nobody else.
import type { WebContents, WebFrameMain } from "electron";
import { appOrigin } from "./app-origin.ts";

type Frame = Pick<WebFrameMain, "origin" | "parent" | "frameTreeNodeId" | "detached">;
type Contents = Pick<WebContents, "id" | "isDestroyed"> & { readonly mainFrame: Pick<Frame, "frameTreeNodeId"> };

export interface Said {
	readonly sender: Pick<WebContents, "id">;
	/** null when the frame navigated or was destroyed since (electron.d.ts). */
	readonly senderFrame: Frame | null;
}

export type Refusal = "no-window" | "foreign-contents" | "no-frame" | "not-main-frame" | "foreign-origin";

/** null when the message comes from where it must; else the first reason why not. */
export function judgeSender(said: Said, ours: Contents | null): Refusal | null {
	if (!ours || ours.isDestroyed()) return "no-window";
	if (said.sender.id !== ours.id) return "foreign-contents";
	const frame = said.senderFrame;
	if (!frame || frame.detached) return "no-frame";
	if (frame.parent !== null || frame.frameTreeNodeId !== ours.mainFrame.frameTreeNodeId) return "not-main-frame";
	return frame.origin === appOrigin ? null : "foreign-origin";
}
