// electron.session and electron.protocol, doubled: they keep the handlers they were given, and a browser or a test asks
// them as Chromium would.
import type { Protocol, Session, WebRequest } from "electron";
import { strict, strictEmitter } from "./strict.ts";

type PermissionRequest = Parameters<Session["setPermissionRequestHandler"]>[0];
type PermissionCheck = Parameters<Session["setPermissionCheckHandler"]>[0];
type DevicePermission = Parameters<Session["setDevicePermissionHandler"]>[0];
type DisplayMedia = Parameters<Session["setDisplayMediaRequestHandler"]>[0];
type BeforeRequest = Extract<Parameters<WebRequest["onBeforeRequest"]>[0], (...all: never[]) => unknown>;

export function doubleSession() {
	const kept = {
		permissionRequest: null as PermissionRequest,
		permissionCheck: null as PermissionCheck,
		devicePermission: null as DevicePermission,
		displayMedia: null as DisplayMedia,
		beforeRequest: null as BeforeRequest | null,
		spellChecker: true,
	};
	const session = strictEmitter("session", {
		setPermissionRequestHandler: (handler) => {
			kept.permissionRequest = handler;
		},
		setPermissionCheckHandler: (handler) => {
			kept.permissionCheck = handler;
		},
		setDevicePermissionHandler: (handler) => {
			kept.devicePermission = handler;
		},
		setDisplayMediaRequestHandler: (handler) => {
			kept.displayMedia = handler;
		},
		setSpellCheckerEnabled: (enabled) => {
			kept.spellChecker = enabled;
		},
		webRequest: strict("session.webRequest", {
			onBeforeRequest: (handler: unknown) => {
				kept.beforeRequest = handler as BeforeRequest;
			},
		}) as unknown as WebRequest,
	} satisfies Partial<Session>);
	/** True when a request of a page would be let out; a session nobody locked lets all out. */
	const letsOut = (url: string) =>
		new Promise<boolean>((resolve) => {
			if (!kept.beforeRequest) return resolve(true);
			kept.beforeRequest({ url } as never, ({ cancel }) => resolve(!cancel));
		});
	return { session, kept, letsOut };
}

export function doubleProtocol(isReady: () => boolean) {
	let registered: readonly string[] | null = null;
	const handlers = new Map<string, Parameters<Protocol["handle"]>[1]>();
	const protocol = strict("protocol", {
		registerSchemesAsPrivileged: (schemes) => {
			if (isReady()) throw new Error("registerSchemesAsPrivileged after ready");
			if (registered) throw new Error("registerSchemesAsPrivileged twice");
			registered = schemes.map((one) => JSON.stringify(one));
		},
		handle: (scheme, handler) => {
			if (!isReady()) throw new Error("protocol.handle before ready");
			if (handlers.has(scheme)) throw new Error(`protocol.handle ${scheme} twice`);
			handlers.set(scheme, handler);
		},
	} satisfies Partial<Protocol>);
	return {
		protocol,
		/** The registered schemes with their privileges, as JSON. */
		registered: () => registered,
		/** Answers an address as the handler of its scheme does. */
		async answer(url: string, init?: RequestInit): Promise<Response> {
			const handler = handlers.get(new URL(url).protocol.slice(0, -1));
			if (!handler) throw new Error(`nobody handles ${url}`);
			return handler(new Request(url, init) as never);
		},
	};
}
