// The programs behind each verb. Fixed words and checked values only; no shell.
import { existsSync, lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isShown, readPlanChanges } from "../steps/linux/plan-changes.ts";
import type { ElevatedAct, ElevatedVerb } from "./elevated.ts";
import { readInstallerActions } from "./installer-plan.ts";
import { Refusal } from "./request.ts";
import type { Stage } from "./stage.ts";

export interface ElevatedCommand {
	readonly argv: readonly [string, ...string[]];
	readonly env?: Readonly<Record<string, string>>;
	/** Exit codes that count as done beside 0. */
	readonly alsoDone?: readonly number[];
	/** Text its standard output must hold, or what comes after it is not run. */
	readonly mustSay?: string;
}

export interface ElevatedPlaces {
	/** Left behind by an installation, with its receipt. */
	readonly uninstaller: string;
	/** There while nix-darwin is active. */
	readonly darwinSystem: string;
	readonly certificates: string;
	/** Windows' System32. */
	readonly system32: string;
	readonly nixBin: string;
	/** The administrator's own home; null where the tools keep nothing in it. */
	readonly rootHome: string | null;
}

export const usualPlaces = (env: NodeJS.ProcessEnv, platform: NodeJS.Platform): ElevatedPlaces => ({
	uninstaller: "/nix/nix-installer",
	darwinSystem: "/run/current-system/darwin-version.json",
	certificates: "/etc/ssl/certs/ca-certificates.crt",
	system32: `${env.SystemRoot ?? "C:\\Windows"}\\System32`,
	nixBin: "/nix/var/nix/profiles/default/bin",
	rootHome: platform === "win32" ? null : platform === "darwin" ? "/var/root" : "/root",
});

/** Verbs that mean something on one system only are refused elsewhere. */
const systems: Partial<Record<ElevatedVerb, NodeJS.Platform>> = {
	"install-package": "darwin",
	"activate-darwin": "darwin",
	"remove-darwin": "darwin",
	"mend-certificates": "darwin",
	"gpu-setup": "linux",
	"gpu-remove": "linux",
	"wsl-components": "win32",
	"wsl-components-remove": "win32",
};

/** Determinate's installer reports home unless this is empty. */
const quiet = { NIX_INSTALLER_DIAGNOSTIC_ENDPOINT: "" };
/** dism's and wsl's way of saying that the PC must be restarted: done, and not restarted by us. */
const restartCodes = [3010, 1641];

export const planFile = (stage: Pick<Stage, "folder">) => join(stage.folder, "plan.json");

/**
 * The programs of one act, in order.
 * @throws Refusal when a file is not what was pinned, or the act is not for this PC
 */
export function commandsOf(
	act: ElevatedAct,
	stage: Stage,
	places: ElevatedPlaces,
	platform: NodeJS.Platform,
): readonly ElevatedCommand[] {
	const system = systems[act.verb];
	if (system && system !== platform) throw new Refusal(`${act.verb} is for another system`);
	switch (act.verb) {
		case "plan": {
			const { sslCertFile, proxy, buildGroupId } = act.settings;
			const flags = [
				...(sslCertFile === undefined ? [] : ["--ssl-cert-file", sslCertFile]),
				...(proxy === undefined ? [] : ["--proxy", proxy]),
				...(buildGroupId === undefined ? [] : ["--nix-build-group-id", String(buildGroupId)]),
			];
			const installer = installerCopy(stage, act.installer);
			return [{ argv: [installer, "plan", "--out-file", planFile(stage), act.planner, ...flags], env: quiet }];
		}
		case "install-plan": {
			const installer = installerCopy(stage, act.installer);
			const plan = "actions" in act.plan ? plannedAs(act.plan, stage) : stage.copy(act.plan, "given-plan.json");
			return [{ argv: [installer, "--logger", "json", "install", plan, "--no-confirm"], env: quiet }];
		}
		case "uninstall":
			if (existsSync(places.darwinSystem)) throw new Refusal("nix-darwin is still active and must go first");
			return [{ argv: [rootOwned(places.uninstaller), "uninstall", "--no-confirm"], env: quiet }];
		case "repair":
			return [{ argv: [rootOwned(places.uninstaller), "repair", "--no-confirm"], env: quiet }];
		case "install-package": {
			const copy = stage.copy(act.file, "package.pkg");
			return [
				{ argv: ["/usr/sbin/pkgutil", "--check-signature", copy], mustSay: `(${act.team})` },
				{ argv: ["/usr/sbin/installer", "-pkg", copy, "-target", "/"] },
			];
		}
		case "activate-darwin": {
			const system = rootOwned(act.system);
			const env = { PATH: `${places.nixBin}:/usr/bin:/bin:/usr/sbin:/sbin` };
			const profile = "/nix/var/nix/profiles/system";
			return [
				{ argv: [join(places.nixBin, "nix-env"), "-p", profile, "--set", system], env },
				{ argv: [join(system, "activate")], env },
			];
		}
		case "remove-darwin":
			return [{ argv: [join(rootOwned(act.uninstaller), "bin/darwin-uninstaller")] }];
		case "mend-certificates":
			return [
				// 3 and 113: launchd does not know it, so nothing is to be stopped.
				{ argv: ["/bin/launchctl", "bootout", "system/org.nixos.activate-system"], alsoDone: [3, 113] },
				...(leadsNowhere(places.certificates) ? [{ argv: ["/bin/rm", places.certificates] as const }] : []),
			];
		case "gpu-setup":
			return [{ argv: [join(rootOwned(act.setup), "bin/non-nixos-gpu-setup")] }];
		case "gpu-remove":
			return [{ argv: ["/bin/rm", "-f", "/run/opengl-driver", "/etc/tmpfiles.d/non-nixos-gpu.conf"] }];
		case "wsl-components":
			return [
				{
					argv: [`${places.system32}\\wsl.exe`, "--install", "--no-distribution"],
					env: { WSL_UTF8: "1" },
					alsoDone: restartCodes,
				},
			];
		case "wsl-components-remove":
			return act.features.map((feature) => ({
				argv: [
					`${places.system32}\\dism.exe`,
					...["/Online", "/English", "/Quiet", "/NoRestart", "/Disable-Feature", `/FeatureName:${feature}`],
				],
				alsoDone: restartCodes,
			}));
	}
}

function leadsNowhere(path: string): boolean {
	return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true && !existsSync(path);
}

/** One copy serves a plan and its installation. */
function installerCopy(stage: Stage, file: { path: string; sha256: string }): string {
	const name = `nix-installer-${file.sha256.slice(0, 16)}`;
	const there = join(stage.folder, name);
	return existsSync(there) ? there : stage.copy(file, name);
}

interface ShownActions {
	readonly actions: readonly string[];
	readonly places?: readonly string[] | undefined;
}

function plannedAs({ actions, places }: ShownActions, stage: Stage): string {
	const plan = planFile(stage);
	const text = existsSync(plan) ? readFileSync(plan, "utf8") : "";
	const made = readInstallerActions(text);
	if (!made) throw new Refusal("no plan was made");
	const names = made.map(({ name }) => name);
	if (names.length !== actions.length || names.some((name, index) => name !== actions[index])) {
		throw new Refusal(`the plan is not the one that was shown: ${names.join(", ")}`);
	}
	const other = places && readPlanChanges(text).find(({ place }) => !isShown(place, places));
	if (other) throw new Refusal(`the plan changes what was not shown: ${other.place}`);
	return plan;
}

/** What root runs must be root's: the store and what an installation left are. */
function rootOwned(path: string): string {
	let stat: ReturnType<typeof lstatSync>;
	try {
		stat = lstatSync(path);
	} catch {
		throw new Refusal(`${path} is not there`);
	}
	if (stat.isSymbolicLink() || stat.uid !== 0 || (stat.mode & 0o022) !== 0) {
		throw new Refusal(`${path} may be changed by others`);
	}
	return path;
}
