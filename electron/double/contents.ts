// A page's WebContents, doubled: what the main process hears and says; the page itself is somebody else's surface.
import type { Session, WebContents } from "electron";
import { strict, strictEmitter } from "./strict.ts";

type OpenHandler = Parameters<WebContents["setWindowOpenHandler"]>[0];

/** Where a page is drawn: nowhere in a unit test, a browser's page in a suite. */
export interface Surface {
	/** Rejects as loadURL does. */
	load(url: string): Promise<void>;
	send(channel: string, args: readonly unknown[]): void;
	zoom(factor: number): void;
	close(): void;
}

let lastId = 0;

export function doubleContents(session: Session, surface: () => Surface) {
	const id = ++lastId;
	let url = "";
	let destroyed = false;
	let zoom = 1;
	let openHandler: OpenHandler | null = null;
	const alive = () => {
		if (destroyed) throw new TypeError("Object has been destroyed");
	};
	const contents = strictEmitter("webContents", {
		id,
		session,
		get mainFrame() {
			alive();
			const origin = URL.parse(url);
			return strict("mainFrame", {
				origin: origin ? `${origin.protocol}//${origin.host}` : "null",
				parent: null,
				frameTreeNodeId: id * 1000,
				detached: false,
			}) as unknown as WebContents["mainFrame"];
		},
		isDestroyed: () => destroyed,
		getURL: () => {
			alive();
			return url;
		},
		send: (channel, ...args) => {
			alive();
			surface().send(channel, structuredClone(args));
		},
		setWindowOpenHandler: (handler) => {
			openHandler = handler;
		},
		getZoomFactor: () => zoom,
		setZoomFactor: (factor) => {
			alive();
			zoom = factor;
			surface().zoom(factor);
		},
	} satisfies Partial<WebContents>);
	return {
		contents,
		/** What a page's window.open is answered with. */
		mayOpen: (address: string) => openHandler?.({ url: address } as never)?.action ?? "allow",
		wentTo(address: string) {
			url = address;
		},
		die() {
			if (destroyed) return;
			destroyed = true;
			contents.emit("destroyed");
		},
	};
}
export type DoubledContents = ReturnType<typeof doubleContents>;
