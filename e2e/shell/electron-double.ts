// The electron module for the built desktop shell in plain Node: the strict double with windows in a real Chromium, the
// agent in a real process, and a lock between real processes. The test that started it speaks to it as the system would.
import { fork } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type BrowserContext, chromium } from "@playwright/test";
import { doubleElectron, type ElectronDouble } from "../../electron/double/electron.ts";
import { DoubleChannel, doubleUtilityProcess } from "../../electron/double/utility.ts";
import type { MakeSurface } from "../../electron/double/window.ts";
import { chromiumPath } from "../window/chromium.ts";
import { chromiumSurfaces } from "./chromium-surface.ts";
import type { Command } from "./command.ts";
import { diskLock } from "./disk-lock.ts";

const appData = process.env.HEARTH_DATA ?? "";
const paths = { appData, userData: join(appData, "electron-chose-this") };
let surfaces: MakeSurface | null = null;
let context: BrowserContext | null = null;
let ended = false;

const double: ElectronDouble = doubleElectron({
	argv: process.argv,
	lock: diskLock(),
	paths,
	packaged: false,
	makeSurface: (page, options) => {
		if (!surfaces) throw new Error("a window before the browser");
		return surfaces(page, options);
	},
	exit: (code) => {
		ended = true;
		process.exitCode = code;
		void (context?.close() ?? Promise.resolve()).finally(() => process.exit(code));
	},
});

const childSetUp = fileURLToPath(new URL("utility-child.ts", import.meta.url));
const program: Parameters<typeof doubleUtilityProcess>[0] = (path, args, env) =>
	fork(path, args, { env, execArgv: ["--import", childSetUp], stdio: ["ignore", "pipe", "pipe", "ipc"] });

export const {
	app,
	BrowserWindow,
	ipcMain,
	Menu,
	nativeImage,
	nativeTheme,
	Notification,
	powerMonitor,
	protocol,
	screen,
	session,
	shell,
	Tray,
} = double.electron;
export const utilityProcess = doubleUtilityProcess(program);
export { DoubleChannel as MessageChannelMain };

// After the main module was read to its end, as Electron does it.
setTimeout(() => void start(), 0);

async function start(): Promise<void> {
	if (ended) return;
	const profile = join(appData, "chromium");
	mkdirSync(profile, { recursive: true });
	context = await chromium.launchPersistentContext(profile, {
		executablePath: chromiumPath,
		args: [
			`--remote-debugging-port=${process.env.HEARTH_DEBUG_PORT}`,
			"--no-sandbox",
			"--disable-gpu",
			"--no-first-run",
		],
		viewport: { width: 1080, height: 760 },
		locale: "en-GB",
		reducedMotion: "reduce",
	});
	surfaces = chromiumSurfaces(context, () => double);
	double.start();
}

process.on("message", (command: Command) => {
	const [window] = double.open;
	if (command.kind === "close-window") window?.close();
	if (command.kind === "crash-window")
		window?.page.contents.emit("render-process-gone", {}, { reason: "crashed", exitCode: 5 });
	if (command.kind === "link") app.emit("open-url", { preventDefault: () => undefined }, command.url);
	if (command.kind === "quit") app.quit();
	if (command.kind === "press-tray") double.bar.press(command.label);
	const answer = {
		id: command.id,
		windows: double.open.length,
		options: double.open[0]?.options ?? null,
		did: double.did,
		tray: {
			...double.bar.shown,
			menu: double.bar.shown.menu.flatMap((one) => (one.click && one.enabled !== false ? [one.label ?? ""] : [])),
		},
		notices: double.bar.notices,
	};
	process.send?.(answer);
});
