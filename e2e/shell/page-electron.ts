// What a sandboxed preload script finds in the page's process: require("electron") with contextBridge and ipcRenderer.
// Given to the browser as text: it may use nothing from around it.
interface InPage {
	hear(channel: string, args: readonly unknown[]): void;
}

declare global {
	var hearthDouble: InPage | undefined;
	var hearthDoubleSend: (channel: string, args: unknown[]) => Promise<void>;
}

type Preload = (require: (name: string) => unknown, module: { exports: object }, exports: object) => void;

/** The script that runs the built preload script before the page's own, in the main frame only, as Electron does. */
export function electronInPage(preload: string): string {
	// As text of one script: the page's own policy forbids to make code out of text later.
	return `(${install})((require, module, exports) => {\n${preload}\n});`;
}

function install(preload: Preload): void {
	const top = globalThis as unknown as { top: unknown; window: unknown };
	if (top.top !== top.window) return;
	const send = globalThis.hearthDoubleSend;
	const listeners = new Map<string, Set<(...all: unknown[]) => void>>();
	const unknown = (name: string) =>
		new Proxy({} as Record<string, unknown>, {
			get(target, key) {
				if (typeof key === "string" && key in target) return target[key];
				throw new Error(`the double of electron has no ${name}.${String(key)}`);
			},
		});
	// Across the bridge only clones and functions pass; what a function is given and gives is cloned too.
	const bridged = (value: unknown): unknown => {
		if (typeof value === "function") {
			return (...all: unknown[]) =>
				bridged(value(...all.map((one) => (typeof one === "function" ? bridged(one) : structuredClone(one)))));
		}
		if (typeof value !== "object" || value === null) return value;
		return Object.freeze(Object.fromEntries(Object.entries(value).map(([key, one]) => [key, bridged(one)])));
	};
	const electron = unknown("electron");
	const contextBridge = unknown("contextBridge");
	const ipcRenderer = unknown("ipcRenderer");
	Object.assign(contextBridge, {
		exposeInMainWorld: (key: string, api: unknown) =>
			Object.defineProperty(globalThis, key, { value: bridged(api), enumerable: true }),
	});
	Object.assign(ipcRenderer, {
		send: (channel: string, ...args: unknown[]) => void send(channel, structuredClone(args)),
		on: (channel: string, listener: (...all: unknown[]) => void) => {
			const known = listeners.get(channel) ?? new Set();
			listeners.set(channel, known.add(listener));
		},
		removeListener: (channel: string, listener: (...all: unknown[]) => void) =>
			void listeners.get(channel)?.delete(listener),
	});
	Object.assign(electron, { contextBridge, ipcRenderer });
	Object.defineProperty(globalThis, "hearthDouble", {
		value: {
			hear(channel: string, args: readonly unknown[]) {
				for (const listener of listeners.get(channel) ?? []) listener({ sender: "ipcRenderer" }, ...args);
			},
		},
	});
	const require = (name: string) => {
		if (name !== "electron") throw new Error(`a sandboxed preload script cannot require ${name}`);
		return electron;
	};
	preload(require, { exports: {} }, {});
}
