// Which window `npm start` opens: the desktop's where it can, otherwise a browser's, and why. Pure.

/** Why the browser: words npm.start.<why>. */
export type WebReason = "asked" | "not-installed" | "not-built" | "automated" | "remote" | "no-screen";
export type WindowChoice =
	| { readonly kind: "app"; readonly binary: string }
	| { readonly kind: "web"; readonly why: WebReason };

export interface WindowSituation {
	readonly platform: NodeJS.Platform;
	readonly env: Readonly<Record<string, string | undefined>>;
	/** Electron's executable where it is installed. */
	readonly binary: string | null;
	/** The shell's own program, dist/electron/main.js, is there. */
	readonly built: boolean;
	/** --web or --app. */
	readonly asked: "web" | "app" | null;
}

/** A screen of this PC counts: one that was forwarded through SSH only when `--app` asks for it. */
export function chooseWindow({ platform, env, binary, built, asked }: WindowSituation): WindowChoice {
	if (asked === "web") return { kind: "web", why: "asked" };
	if (isSet(env.CI) && asked === null) return { kind: "web", why: "automated" };
	if ((isSet(env.SSH_CONNECTION) || isSet(env.SSH_TTY)) && asked === null) return { kind: "web", why: "remote" };
	if (!hasScreen(platform, env)) return { kind: "web", why: "no-screen" };
	if (binary === null) return { kind: "web", why: "not-installed" };
	if (!built) return { kind: "web", why: "not-built" };
	return { kind: "app", binary };
}

/** Empty and "false" count as not set, as CI=false means. */
const isSet = (value: string | undefined) => value !== undefined && value !== "" && value !== "false" && value !== "0";

/** macOS and Windows have no variable for it; a login without a desktop shows itself when the window fails to open. */
function hasScreen(platform: NodeJS.Platform, env: WindowSituation["env"]): boolean {
	return platform === "darwin" || platform === "win32" || Boolean(env.DISPLAY) || Boolean(env.WAYLAND_DISPLAY);
}

/** Why the desktop window ended right after its start: words npm.start.<why>, with `detail`. */
export interface EarlyEnd {
	readonly why: "died-sandbox" | "died-library" | "died-display" | "died-root" | "died";
	readonly detail: string;
}

/** Told from what Electron and the loader print before they give up. */
export function earlyEnd(stderr: string, end: string): EarlyEnd {
	const library = /error while loading shared libraries: ([^\s:]+)/.exec(stderr)?.[1];
	if (library) return { why: "died-library", detail: library };
	if (/Running as root without --no-sandbox/i.test(stderr)) return { why: "died-root", detail: "" };
	if (/chrome-sandbox|SUID sandbox|No usable sandbox|user namespaces?|zygote_host_impl/i.test(stderr)) {
		return { why: "died-sandbox", detail: "" };
	}
	if (/Missing X server|cannot open display|Failed to connect to Wayland|ozone_platform/i.test(stderr)) {
		return { why: "died-display", detail: "" };
	}
	const last = stderr.trim().split(/\r?\n/).at(-1)?.trim() ?? "";
	return { why: "died", detail: (last || end).slice(0, 200) };
}
