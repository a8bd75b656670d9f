// Every step type of Windows, and the steps a Windows PC wants, in order.
import { win32 } from "node:path";
import type { WantedStep } from "../../engine/plan.ts";
import type { StepType } from "../../engine/step.ts";
import type { FolderText } from "../common/fleet-files.ts";
import { windowsComponentsStep } from "./components.ts";
import { ownDistroStep } from "./distro.ts";
import { insideFleetStep } from "./inside-fleet.ts";
import { insideHomeStep } from "./inside-home.ts";
import { insideNixStep } from "./inside-nix.ts";
import { windowsTailnetStep } from "./tailnet.ts";
import type { WindowsTools } from "./windows-tools.ts";
import { wslUpdateStep } from "./wsl-update.ts";

/** Types are only ever added. */
export const windowsStepTypes = (tools: WindowsTools): StepType[] => [
	windowsComponentsStep(tools),
	wslUpdateStep(),
	ownDistroStep(),
	insideNixStep(),
	insideFleetStep(),
	insideHomeStep(),
	windowsTailnetStep(),
];

/** A file on the internet that counts only with exactly these bytes. */
export interface PinnedDownload {
	readonly name: string;
	readonly url: string;
	readonly sha256: string;
	readonly bytes: number;
}

export interface WindowsWish {
	/** Windows' build number. */
	readonly build: number;
	/** What Windows shall call Hearth's Linux. */
	readonly distro: string;
	/** The account in it. */
	readonly user: string;
	/** Absolute Windows folder that is there, for downloads and the disk. */
	readonly folder: string;
	readonly image: PinnedDownload;
	/** The installer for Linux. */
	readonly installer: PinnedDownload;
	readonly tailnet: boolean;
}

export interface WindowsToolsWish {
	/** What Windows calls Hearth's Linux. */
	readonly distro: string;
	/** The account in it. */
	readonly user: string;
	/** The list of tools, with the home's entry in it. */
	readonly files: FolderText;
	/** The home's name in the list, USER@HOST. */
	readonly home: string;
}

const diskGB = 64;

const one = (type: string, id: string, params: WantedStep["params"]): WantedStep => ({ id, type, version: 1, params });

/** Where an account's own files are inside Hearth's Linux. */
export const homeInside = (user: string) => `/home/${user}`;

/** In the order of setting up; undoing goes the other way, so what is inside goes before its Linux. Pure. */
export function wantedOnWindows(wish: WindowsWish): WantedStep[] {
	const { build, distro, user, folder, image, installer, tailnet } = wish;
	const at = (name: string) => win32.join(folder, name);
	const files = { image: at("linux.wsl"), installer: at("installer-for-linux") };
	return [
		one("windows.components", "components", { build }),
		one("windows.wsl-update", "wsl-update", {}),
		one("file.download", "image", { ...image, path: files.image }),
		one("windows.distro", "distro", { name: distro, user, image: pin(files.image, image), folder, diskGB }),
		one("file.download", "installer", { ...installer, path: files.installer }),
		one("windows.nix", "nix", { distro, installer: pin(files.installer, installer) }),
		...(tailnet ? [one("windows.tailnet", "tailnet", {})] : []),
	];
}

/** The list of tools goes in first, then its home is built from it and activated. Pure. */
export function wantedInsideWindows({ distro, user, files, home }: WindowsToolsWish): WantedStep[] {
	const folder = `${homeInside(user)}/.config/hearth/fleet`;
	return [
		one("windows.fleet", "list", { distro, user, folder, files: { ...files } }),
		one("windows.home", "home", { distro, user, flake: `path:${folder}`, home }),
	];
}

const pin = (path: string, { sha256 }: PinnedDownload) => ({ path, sha256 });
