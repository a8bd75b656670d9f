// Every step type of macOS, and the steps a Mac wants, in order.
import { join } from "node:path";
import type { WantedStep } from "../../engine/plan.ts";
import type { StepType } from "../../engine/step.ts";
import { darwinNixStep, darwinPackageStep, determinateTeam, macPlanActions } from "./darwin-nix.ts";
import { darwinSystemStep } from "./darwin-system.ts";
import type { DarwinTools } from "./darwin-tools.ts";

/** Types are only ever added. */
export const darwinStepTypes = (tools: DarwinTools): StepType[] => [
	darwinNixStep(tools),
	darwinPackageStep(tools),
	darwinSystemStep(tools),
];

export interface MacWish {
	/** Absolute folder that is there, for the download. */
	readonly folder: string;
	/** The vendor's signed package, which macOS itself installs, or the installer's program with its plan. */
	readonly by: "package" | "plan";
	readonly download: {
		readonly name: string;
		readonly url: string;
		readonly sha256: string;
		readonly bytes: number;
	};
	/** What the person's network needs, see failures network-opens-traffic and old-accounts. */
	readonly settings: { readonly sslCertFile?: string; readonly proxy?: string; readonly buildGroupId?: number };
}

/** nix-darwin's release that goes with the household's flake. */
export const darwinFlake = "github:nix-darwin/nix-darwin/nix-darwin-26.05";

/** In the order of setting up. Pure. */
export function wantedOnMac({ folder, by, download, settings }: MacWish): WantedStep[] {
	const path = join(folder, by === "package" ? "tools.pkg" : "installer");
	const pinned = { path, sha256: download.sha256 };
	const one = (type: string, id: string, params: WantedStep["params"]): WantedStep => ({
		id,
		type,
		version: 1,
		params,
	});
	return [
		one("file.download", "download", { ...download, path }),
		by === "package"
			? one("darwin.nix-package", "nix", { file: pinned, team: determinateTeam })
			: one("darwin.nix", "nix", { installer: pinned, actions: [...macPlanActions], settings: { ...settings } }),
	];
}
