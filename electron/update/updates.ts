// Looking for a newer Hearth: only when asked, or once a week when the person said so. It never downloads or installs
// without a yes, never runs while the shell starts, and a failure leaves everything as it is.
import type { AppUpdater } from "electron-updater";

/** What is used of electron-updater. */
export type Updater = Pick<
	AppUpdater,
	| "allowDowngrade"
	| "autoDownload"
	| "autoInstallOnAppQuit"
	| "autoRunAppAfterInstall"
	| "checkForUpdates"
	| "disableWebInstaller"
	| "downloadUpdate"
	| "logger"
	| "quitAndInstall"
>;

/** A question or a statement put to the person; `yes` is the only answer that goes on. */
export type UpdateTalk =
	| { readonly code: "update.found"; readonly version: string; readonly bytes: number | null }
	| { readonly code: "update.ready"; readonly version: string }
	| { readonly code: "update.none"; readonly version: string }
	| { readonly code: "update.not-offered" }
	| { readonly code: "update.failed"; readonly detail: string };

export interface UpdateSettings {
	/** Look by itself once a week. Off until the person says yes. */
	readonly weekly: boolean;
	/** Unix milliseconds; null before the first look. */
	readonly lookedAt: number | null;
}

export interface UpdatesOptions {
	/** This copy's version. */
	readonly version: string;
	/** False where no address for updates was built in: nothing is ever asked of the network then. */
	readonly offered: boolean;
	/** Loads electron-updater; called at the first look, not at start. */
	readonly load: () => Promise<Updater>;
	readonly now: () => number;
	readonly settings: { read(): UpdateSettings; write(settings: UpdateSettings): void };
	/** Shows it; true for yes. For statements the answer is not used. */
	readonly talk: (talk: UpdateTalk) => Promise<boolean>;
	/** Ends work in order before the files are replaced. */
	readonly beforeInstall: () => Promise<void>;
	readonly log: (line: string) => void;
}

export interface Updates {
	/** The person asks now: every outcome is said. Looks already under way are joined. Never rejects. */
	look(): Promise<void>;
	/** Looks if a weekly look is due; says something only when there is a newer one. Never rejects. */
	lookIfDue(): Promise<void>;
}

const weekMs = 7 * 86_400_000;

/** True when a weekly look was allowed and the last one is a week ago, or lies in the future (a clock set back). */
export function lookIsDue(settings: UpdateSettings, now: number): boolean {
	if (!settings.weekly) return false;
	return settings.lookedAt === null || settings.lookedAt > now || now - settings.lookedAt >= weekMs;
}

export function openUpdates(options: UpdatesOptions): Updates {
	const { settings, talk, log } = options;
	let underWay: Promise<void> | null = null;
	let updater: Updater | null = null;

	const run = async (quiet: boolean) => {
		try {
			updater ??= cautious(await options.load());
			settings.write({ ...settings.read(), lookedAt: options.now() });
			const found = await updater.checkForUpdates();
			if (!found?.isUpdateAvailable) {
				if (!quiet) await talk({ code: "update.none", version: options.version });
				return;
			}
			const { version, files } = found.updateInfo;
			if (!(await talk({ code: "update.found", version, bytes: files[0]?.size ?? null }))) return;
			await updater.downloadUpdate();
			if (!(await talk({ code: "update.ready", version }))) return;
			await options.beforeInstall();
			updater.quitAndInstall(false, true);
		} catch (error) {
			const detail = error instanceof Error ? error.message : String(error);
			log(`update: ${detail}`);
			if (!quiet) await talk({ code: "update.failed", detail: detail.slice(0, 300) }).catch(() => undefined);
		}
	};
	const look = async (quiet: boolean) => {
		if (!options.offered) {
			if (!quiet) await talk({ code: "update.not-offered" });
			return;
		}
		underWay ??= run(quiet).finally(() => {
			underWay = null;
		});
		await underWay;
	};
	return {
		look: () => look(false),
		async lookIfDue() {
			if (lookIsDue(settings.read(), options.now())) await look(true);
		},
	};
}

/** Its defaults download and install by themselves; here only a yes does. */
function cautious(updater: Updater): Updater {
	updater.autoDownload = false;
	updater.autoInstallOnAppQuit = false;
	updater.autoRunAppAfterInstall = true;
	updater.allowDowngrade = false;
	updater.disableWebInstaller = true;
	updater.logger = null;
	return updater;
}
