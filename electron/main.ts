// The desktop shell: it wires Electron to the parts beside this file and decides nothing itself.
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import * as electron from "electron";
import de from "../assets/words/de.json" with { type: "json" };
import en from "../assets/words/en.json" with { type: "json" };
import { chooseLocale } from "../main/contract/locales.ts";
import { speaker } from "../main/contract/words.ts";
import { superviseAgent } from "./agent/supervise.ts";
import { registerAppScheme, serveAppFiles } from "./app-files.ts";
import { brokenPages } from "./broken-page.ts";
import { denyEverything } from "./deny.ts";
import { openGate } from "./gate.ts";
import { placeFile } from "./keep-place.ts";
import { noteTo } from "./note.ts";
import { beOnlyInstance, startsHidden } from "./one-instance.ts";
import { linkOf, linkScheme, openTarget, type WindowAddress } from "./open-target.ts";
import { openOutside } from "./outside-window.ts";
import { appCommand, foldersOf, placesOf } from "./places.ts";
import { quitInOrder } from "./quit.ts";
import { shellClock as clock } from "./shell-clock.ts";
import { loadUpdater, shellUpdates } from "./update/open-updates.ts";
import { type ShellWindow, shellWindow } from "./window.ts";
import { appMenu, followZoom } from "./zoom.ts";

const { app, BrowserWindow, Menu, nativeTheme, protocol, screen, shell } = electron;
const { platform, env, argv, resourcesPath } = process;
const note = noteTo((text) => process.stderr.write(text));
const inspecting = !app.isPackaged;
const places = placesOf({ here: import.meta.dirname, packaged: app.isPackaged, resources: resourcesPath, platform });
const folders = foldersOf(env, app.getPath("appData"), process.cwd());

const start = (): ShellWindow => {
	denial.lock(electron.session.defaultSession);
	if (app.isPackaged) app.setAsDefaultProtocolClient(linkScheme);
	if (platform === "win32") app.setAppUserModelId("dev.hearth.desktop");
	const { language, locale } = chooseLocale(app.getPreferredSystemLanguages());
	const say = speaker(language === "de" ? de : en, locale);
	const common = { electron, clock, say, locale, profile: folders.profile, note };
	serveAppFiles({ protocol, directory: places.window, made: brokenPages(say, language) });
	const agent = superviseAgent({
		electron,
		clock,
		entryPath: places.agentEntry,
		dataDirectory: folders.data,
		nodePath: places.node,
		env: { ...env, HEARTH_APP_COMMAND: JSON.stringify(appCommand(app, process.execPath)) },
		log: note,
	});
	const gate = openGate({ ipcMain: electron.ipcMain, agent, note });
	const window = shellWindow({
		make: (options) => new BrowserWindow(options),
		workAreas: () => screen.getAllDisplays().map((display) => display.workArea),
		dark: () => nativeTheme.shouldUseDarkColors,
		now: () => performance.now(),
		place: placeFile(join(folders.profile, "window.json")),
		preload: places.preload,
		inspecting,
		admit: (contents) => {
			gate.admit(contents);
			followZoom(contents);
			outside.watched(true);
		},
		note,
	});
	const quitting = quitInOrder({
		app,
		close: () => {
			updates.close();
			outside.close();
			return agent.close();
		},
		note,
	});
	const outside = openOutside({
		...common,
		agent,
		platform,
		env,
		ozone: app.commandLine.getSwitchValue("ozone-platform"),
		places,
		dataDirectory: folders.data,
		windowOpen: () => window.isOpen(),
		open: (address) => window.open(address),
		update: () => updates.look(),
		quit: () => app.quit(),
		pcEnds: () => quitting.pcEnds(),
	});
	app.on("window-all-closed", () => outside.watched(false));
	const updates = shellUpdates({
		...common,
		resources: resourcesPath,
		beforeInstall: () => quitting.endInOrder(),
		load: loadUpdater,
	});

	const menu = appMenu(say, platform, () => BrowserWindow.getFocusedWindow(), updates.look);
	Menu.setApplicationMenu(Menu.buildFromTemplate(menu));
	if (!startsHidden(argv)) window.open(openTarget(linkOf(argv) ?? ""));
	return window;
};

mkdirSync(folders.profile, { recursive: true, mode: 0o700 });
app.setPath("userData", folders.profile);
app.enableSandbox();
registerAppScheme(protocol);
const denial = denyEverything({ app, openExternal: (url) => shell.openExternal(url), inspecting, note });
const readiness = Promise.withResolvers<ShellWindow>();
const open = (target: WindowAddress | null) => void readiness.promise.then((window) => window.open(target));

// Awaited at no top level: Electron is ready only once this module has been read to its end.
if (beOnlyInstance({ app, argv, open })) void app.whenReady().then(() => readiness.resolve(start()));
