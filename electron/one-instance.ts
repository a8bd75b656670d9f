// One Hearth per person: a second start shows the first one's window and ends. Links arrive the same way, and may do no
// more than choose a page.
import type { App } from "electron";
import { linkOf, type OpenTarget, openTarget } from "./open-target.ts";

export interface OneInstanceParts {
	readonly app: Pick<App, "on" | "quit" | "requestSingleInstanceLock" | "isReady" | "once">;
	readonly argv: readonly string[];
	/** Called only once the app is ready. */
	readonly open: (target: OpenTarget | null) => void;
}

/** True when this is the first start. Else the first one was told, and this one is on its way out: write nothing. */
export function beOnlyInstance({ app, argv, open }: OneInstanceParts): boolean {
	// The link travels beside the arguments, whose order and number Chromium may change (electron.d.ts, second-instance).
	if (!app.requestSingleInstanceLock({ link: linkOf(argv) })) {
		app.quit();
		return false;
	}
	const follow = (link: string | null) => {
		const show = () => open(link === null ? null : openTarget(link));
		if (app.isReady()) show();
		else app.once("ready", show);
	};
	app.on("second-instance", (_event, otherArgv, _directory, data) => {
		if (!startsHidden(otherArgv)) follow(linkIn(data) ?? linkOf(otherArgv));
	});
	app.on("open-url", (event, url) => {
		event.preventDefault();
		follow(url);
	});
	app.on("activate", () => follow(null));
	return true;
}

/** Started by the system at login: Hearth is there, its window stays closed. */
export const startsHidden = (argv: readonly string[]) => argv.includes("--hidden");

/** What another start handed over is as foreign as any link: only a text is taken out of it. */
function linkIn(data: unknown): string | null {
	const link = (data as { link?: unknown } | null | undefined)?.link;
	return typeof link === "string" ? link : null;
}
