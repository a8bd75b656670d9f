// electron.app, doubled: the rules of its order (what must come before `ready`) are kept and enforced.
import { statSync } from "node:fs";
import type { App } from "electron";
import { preventable, strict, strictEmitter } from "./strict.ts";

/** Who holds the single instance lock; the first of all starts on one profile. */
export interface Lock {
	/** False when another start holds it; that one is then told `argv` and `data`. */
	take(profile: string, argv: readonly string[], data: unknown, tell: (argv: string[], data: unknown) => void): boolean;
	release(): void;
}

export interface AppDoubleParts {
	readonly lock: Lock;
	readonly argv: readonly string[];
	readonly paths: Readonly<Record<string, string>>;
	readonly packaged: boolean;
	readonly openWindows: () => { close(): void; isDestroyed(): boolean }[];
	/** The process's own end. */
	readonly exit: (code: number) => void;
}

export function doubleApp({ lock, argv, paths, packaged, openWindows, exit }: AppDoubleParts) {
	const now = { ...paths } as Record<string, string>;
	let ready = false;
	let markReady: () => void = () => undefined;
	const becomesReady = new Promise<void>((resolve) => {
		markReady = resolve;
	});
	const did: string[] = [];
	const beforeReady = (what: string) => {
		if (ready) throw new Error(`app.${what} after ready`);
		did.push(what);
	};
	const members = {
		isPackaged: packaged,
		name: "hearth",
		isReady: () => ready,
		whenReady: () => becomesReady,
		enableSandbox: () => beforeReady("enableSandbox"),
		setAppUserModelId: (id) => void did.push(`setAppUserModelId ${id}`),
		getVersion: () => "0.0.0-double",
		getLocale: () => "en-GB",
		getPreferredSystemLanguages: () => ["en-GB"],
		getAppPath: () => now.app ?? "",
		getPath: (name) => {
			const path = now[name];
			if (path === undefined) throw new Error(`the double of electron has no path "${name}"`);
			return path;
		},
		setPath: (name, path) => {
			if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error(`no directory ${path}`);
			now[name] = path;
		},
		commandLine: strict("app.commandLine", {
			getSwitchValue: (name: string) => argv.find((one) => one.startsWith(`--${name}=`))?.split("=")[1] ?? "",
		}) as unknown as App["commandLine"],
		requestSingleInstanceLock: (data) => {
			const tell = (otherArgv: string[], otherData: unknown) =>
				void becomesReady.then(() => app.emit("second-instance", preventable({}), otherArgv, "/", otherData));
			return lock.take(now.userData ?? "", argv, data ?? null, tell);
		},
		setAsDefaultProtocolClient: (scheme) => {
			did.push(`setAsDefaultProtocolClient ${scheme}`);
			return true;
		},
		quit: () => {
			const event = preventable({});
			app.emit("before-quit", event);
			if (event.defaultPrevented) return;
			for (const window of openWindows()) window.close();
			if (openWindows().length > 0) return;
			app.emit("will-quit", preventable({}));
			lock.release();
			exit(0);
		},
		exit: (code = 0) => {
			lock.release();
			exit(code);
		},
	} satisfies Partial<App>;
	const app = strictEmitter("app", members);
	return {
		app,
		/** What was asked of the app that leaves no other trace. */
		did: did as readonly string[],
		becomeReady() {
			ready = true;
			app.emit("ready", preventable({}), {});
			markReady();
		},
	};
}

/** A lock all doubles of one test share. */
export function sharedLock(): () => Lock {
	const holders = new Map<string, (argv: string[], data: unknown) => void>();
	return () => {
		let held: string | null = null;
		return {
			take(profile, argv, data, tell) {
				const holder = holders.get(profile);
				if (holder) {
					holder([...argv], structuredClone(data));
					return false;
				}
				holders.set(profile, tell);
				held = profile;
				return true;
			},
			release() {
				if (held !== null) holders.delete(held);
				held = null;
			},
		};
	};
}
