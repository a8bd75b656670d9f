// What no page may do, whoever wrote it: ask for permissions, go elsewhere, open windows, load from the network, fetch
// files. Our own page never needs any of it, so each refusal is noted.
import type { App, Session, WebContents } from "electron";
import { appOrigin } from "./app-origin.ts";
import type { Note } from "./note.ts";

/** Hosts whose https pages a press in the window may open in the person's own browser. None yet. */
export const externalHosts: readonly string[] = [];

/** The one document of the window, and what is made of it; "#" chooses the page in it. */
const ownDocument = (url: string) => url === `${appOrigin}/` || url.startsWith(`${appOrigin}/#`);

/** Made by our page from what it holds already; no network is behind them. */
const fromMemory = (url: string) => url.startsWith("data:") || url.startsWith(`blob:${appOrigin}/`);

/** True for what a page may load. `inspecting`: a developer's build, whose inspector has pages of its own. */
export function mayLoad(url: string, inspecting: boolean): boolean {
	if (url.startsWith(`${appOrigin}/`) || fromMemory(url)) return true;
	return inspecting && url.startsWith("devtools://");
}

/** True for an address that may be handed to the person's browser: https, an allowed host, nothing hidden in it. */
export function mayOpenOutside(address: string, hosts: readonly string[] = externalHosts): boolean {
	const url = URL.parse(address);
	if (url?.protocol !== "https:" || url.username || url.password || url.port) return false;
	return hosts.includes(url.hostname);
}

export interface DenyParts {
	readonly app: Pick<App, "on">;
	readonly openExternal: (url: string) => Promise<void>;
	readonly inspecting: boolean;
	readonly note: Note;
}

/** Locks every page and session there will ever be. Call before `ready`; lock the default session by hand once it is. */
export function denyEverything({ app, openExternal, inspecting, note }: DenyParts) {
	const locked = new WeakSet<Session>();
	const lock = (session: Session) => {
		if (locked.has(session)) return;
		locked.add(session);
		lockSession(session, inspecting, note);
	};
	app.on("session-created", lock);
	app.on("web-contents-created", (_event, contents) => lockContents(contents, openExternal, note));
	app.on("certificate-error", (event, _contents, url, error, _certificate, answer) => {
		event.preventDefault();
		note(`denied a certificate (${error}) of ${url}`);
		answer(false);
	});
	app.on("select-client-certificate", (event, _contents, url, _list, answer) => {
		event.preventDefault();
		note(`denied a client certificate to ${url}`);
		answer();
	});
	return { lock };
}

function lockSession(session: Session, inspecting: boolean, note: Note): void {
	session.setPermissionRequestHandler((_contents, permission, answer) => {
		note(`denied the permission ${permission}`);
		answer(false);
	});
	session.setPermissionCheckHandler(() => false);
	session.setDevicePermissionHandler(() => false);
	session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
	session.setSpellCheckerEnabled(false); // its dictionaries come from the network
	session.webRequest.onBeforeRequest(({ url }, answer) => {
		const cancel = !mayLoad(url, inspecting);
		if (cancel) note(`denied the request ${url}`);
		answer({ cancel });
	});
	session.on("will-download", (event, item) => {
		// What the window itself made (History's export, a job's picture) may be saved: the system asks where.
		if (fromMemory(item.getURL())) return;
		event.preventDefault();
		note(`denied the download ${item.getURL()}`);
	});
}

function lockContents(contents: WebContents, openExternal: DenyParts["openExternal"], note: Note): void {
	const onlyOwn = (kind: string, mainFrame: boolean) => (event: { preventDefault(): void; readonly url: string }) => {
		if (mainFrame && ownDocument(event.url)) return; // "Load again"
		event.preventDefault();
		note(`denied ${kind} ${event.url}`);
	};
	contents.on("will-navigate", onlyOwn("the way to", true));
	contents.on("will-redirect", onlyOwn("the redirect to", false));
	contents.on("will-frame-navigate", (event) => onlyOwn("a frame's way to", event.isMainFrame)(event));
	contents.on("will-attach-webview", (event) => {
		event.preventDefault();
		note("denied a webview");
	});
	contents.setWindowOpenHandler(({ url }) => {
		if (mayOpenOutside(url)) void openExternal(url).catch(() => note(`could not open ${url}`));
		else note(`denied a window for ${url}`);
		return { action: "deny" };
	});
}
