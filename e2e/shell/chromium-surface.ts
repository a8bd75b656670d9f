// Draws a doubled BrowserWindow as a page of a real Chromium: the built preload script runs before the real page, which
// comes through the app's own protocol handler; what Electron would ask of the app before a navigation, a request or a
// new window, this asks too.
import { readFileSync } from "node:fs";
import type { BrowserContext, Frame, Page, Route } from "@playwright/test";
import type { DoubledContents, Surface } from "../../electron/double/contents.ts";
import type { ElectronDouble } from "../../electron/double/electron.ts";
import { preventable } from "../../electron/double/strict.ts";
import type { MakeSurface } from "../../electron/double/window.ts";
import { electronInPage } from "./page-electron.ts";

/** A page needs an origin that Chromium knows and trusts as it trusts app://; nothing ever listens there. */
const drawnAt = "http://hearth.localhost";
const appOrigin = "app://hearth";
const toDrawn = (url: string) => (url.startsWith(`${appOrigin}/`) ? drawnAt + url.slice(appOrigin.length) : url);
const toApp = (url: string) => (url.startsWith(`${drawnAt}/`) ? appOrigin + url.slice(drawnAt.length) : url);

export function chromiumSurfaces(context: BrowserContext, double: () => ElectronDouble): MakeSurface {
	return (page, options) => {
		const made = drawPage(context, double, page, options.webPreferences?.preload ?? "");
		const later = (act: (at: Page) => Promise<unknown>) => void made.then(act).catch(() => undefined);
		return {
			load: async (url) => {
				const at = await made;
				ownLoads.add(at);
				await at.goto(toDrawn(url)).finally(() => ownLoads.delete(at));
			},
			send: (channel, args) =>
				later((at) =>
					at.evaluate(([name, given]) => globalThis.hearthDouble?.hear(name, given), [channel, args] as const),
				),
			zoom: (factor) => later((at) => at.evaluate(`document.documentElement.style.zoom = ${factor}`)),
			close: () => later((at) => at.close()),
		} satisfies Surface;
	};
}

/** Pages the app itself is loading: Electron asks nobody about those. */
const ownLoads = new Set<Page>();

async function drawPage(
	context: BrowserContext,
	double: () => ElectronDouble,
	{ contents, mayOpen, wentTo }: DoubledContents,
	preload: string,
): Promise<Page> {
	const page = await context.newPage();
	await page.exposeBinding("hearthDoubleSend", ({ frame }, channel: string, args: unknown[]) => {
		const main = contents.mainFrame;
		const isMain = frame === page.mainFrame();
		const said = { origin: originOf(frame), parent: null, frameTreeNodeId: main.frameTreeNodeId, detached: false };
		double().hear(contents, isMain ? said : { ...said, parent: main, frameTreeNodeId: -1 }, channel, ...args);
	});
	await page.addInitScript({ content: electronInPage(readFileSync(preload, "utf8")) });
	await page.route("**/*", (route) => answer(route, page, double(), contents));
	page.on("popup", (popup) => {
		if (mayOpen(popup.url()) === "deny") void popup.close();
	});
	page.on("crash", () => contents.emit("render-process-gone", {}, { reason: "crashed", exitCode: 5 }));
	page.on("framenavigated", (frame) => {
		if (frame === page.mainFrame()) wentTo(toApp(frame.url()));
	});
	return page;
}

/** Chromium's word for it: a frame without an address of its own has the origin of the page that made it. */
function originOf(frame: Frame): string {
	const url = frame.url();
	const parent = frame.parentFrame();
	if ((url === "" || url.startsWith("about:")) && parent) return originOf(parent);
	const parsed = URL.parse(toApp(url));
	return parsed ? `${parsed.protocol}//${parsed.host}` : "null";
}

async function answer(
	route: Route,
	page: Page,
	double: ElectronDouble,
	contents: DoubledContents["contents"],
): Promise<void> {
	const request = route.request();
	const url = toApp(request.url());
	if (request.isNavigationRequest()) {
		const isMainFrame = request.frame() === page.mainFrame();
		if (!ownLoads.has(page) || !isMainFrame) {
			const params = { url, isMainFrame };
			const [navigation, frameNavigation] = [preventable(params), preventable(params)];
			contents.emit("will-frame-navigate", frameNavigation);
			if (isMainFrame) contents.emit("will-navigate", navigation);
			if (navigation.defaultPrevented || frameNavigation.defaultPrevented) return route.abort("aborted");
		}
		contents.emit("did-start-navigation", { url, isMainFrame, isSameDocument: false });
	}
	if (!(await double.letsOut(url))) return route.abort("blockedbyclient");
	if (!url.startsWith("app:")) throw new Error(`the app let out ${url}`);
	const response = await double.answer(url, { method: request.method() });
	const body = Buffer.from(await response.arrayBuffer());
	await route.fulfill({ status: response.status, headers: Object.fromEntries(response.headers), body });
}
