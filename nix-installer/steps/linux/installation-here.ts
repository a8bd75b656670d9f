// What the installer's plan will be on this Linux, told before it is made: making it needs an administrator, and a person is
// asked once, after they have seen what will change. The helper installs no plan that differs.
//
// Source: NixOS/nix-installer, src/planner and src/action/common/configure_shell_profile.rs; held against plans that version
// 2.33.1 made (fixtures/plan-*.json).
import { dirname } from "node:path";
import type { StepShown } from "../../../main/contract/setup.ts";

type Change = StepShown["changes"][number];

export type LinuxPlanner = "linux" | "ostree" | "steam-deck";

/** Facts of this Linux that decide what the plan is. */
export interface InstallationFacts {
	readonly planner: LinuxPlanner;
	/** ID of /etc/os-release. */
	readonly id: string | null;
	/** SELinux is here, with its tools. */
	readonly selinux: boolean;
	isThere(path: string): boolean;
}

export interface Installation {
	/** Names of the plan's top-level actions, in order. */
	readonly actions: readonly string[];
	readonly changes: readonly Change[];
}

/** The accounts that build, as many as the installer makes. */
const builders = "nixbld1 … nixbld32";
const selinuxPolicy = {
	linux: "/usr/share/selinux/packages/nix.pp",
	ostree: "/etc/nix-installer/selinux/packages/nix.pp",
};
/** The folder that /nix is mounted from where the system itself is read-only. */
const behind = { ostree: "/var/home/nix", "steam-deck": "/home/nix" };
const units = ["nix-directory.service", "nix.mount", "ensure-symlinked-units-resolve.service"];

/** Which of the installer's planners is for this Linux. */
export function plannerFor({ id, ostree }: { readonly id: string | null; readonly ostree: boolean }): LinuxPlanner {
	if (id === "steamos") return "steam-deck";
	return ostree ? "ostree" : "linux";
}

/** Pure but for `isThere`. */
export function installationHere(facts: InstallationFacts): Installation {
	const { planner, isThere } = facts;
	const selinux = facts.selinux && planner !== "steam-deck";
	const policy = planner === "ostree" ? selinuxPolicy.ostree : selinuxPolicy.linux;
	const changes: readonly Change[] = [
		...(planner === "linux" ? [] : mounted(behind[planner])),
		{ kind: "folder", how: "adds", place: "/nix" },
		{ kind: "account", how: "adds", place: "nixbld" },
		added("account", builders),
		...shellFiles(facts).flatMap((place) => withFolder(place, isThere)),
		...["/etc/nix/nix.conf", "/etc/nix/nix.custom.conf"].flatMap((place) => withFolder(place, isThere)),
		...(selinux ? [added("file", policy)] : []),
		...(planner === "steam-deck" || isThere("/etc/tmpfiles.d") ? [] : [added("folder", "/etc/tmpfiles.d")]),
		added("service", "/etc/systemd/system/nix-daemon.service"),
		added("service", "/etc/systemd/system/nix-daemon.socket"),
	];
	const seen = new Set<string>();
	return {
		actions: actionsOf(planner, selinux),
		changes: changes.filter(({ place }) => !seen.has(place) && seen.add(place)),
	};
}

function actionsOf(planner: LinuxPlanner, selinux: boolean): string[] {
	const guarded = selinux ? ["provision_selinux"] : [];
	const install = ["provision_nix", "create_users_and_group", "configure_nix", ...guarded];
	const service = [...(planner === "steam-deck" ? [] : ["create_directory"]), "create_upstream_init_service"];
	if (planner === "linux") return ["create_directory", ...install, ...service, "remove_directory"];
	const mount = [
		"systemctl_daemon_reload",
		"create_directory",
		...units.map(() => "create_file"),
		"start_systemd_unit",
	];
	return [...mount, ...install, ...service, "start_systemd_unit", "remove_directory", "systemctl_daemon_reload"];
}

const added = (kind: Change["kind"], place: string): Change => ({ kind, how: "adds", place });

const mounted = (folder: string): Change[] => [
	added("folder", folder),
	...units.map((name) => added("file", `/etc/systemd/system/${name}`)),
];

/** Start files of shells that get a line; fish's only where fish is. */
function shellFiles({ planner, id, isThere }: InstallationFacts): string[] {
	const suse = id !== null && /^(sles|opensuse-)/.test(id);
	const bash = [
		"/etc/bashrc",
		"/etc/profile.d/nix.sh",
		"/etc/bash.bashrc",
		...(suse ? ["/etc/bash.bashrc.local"] : []),
	];
	const fish = [
		...["/etc/fish", "/usr/local/etc/fish"].map((folder) => ({ folder, file: "conf.d/nix.fish" })),
		// The first of these cannot be written to where the system itself is read-only.
		...[...(planner === "linux" ? ["/usr/share/fish"] : []), "/usr/local/share/fish"].map((folder) => ({
			folder,
			file: "vendor_conf.d/nix.fish",
		})),
	];
	return [
		...bash,
		...["/etc/zshrc", "/etc/zsh/zshrc"],
		...fish.filter(({ folder }) => isThere(folder)).map(({ folder, file }) => `${folder}/${file}`),
	];
}

/** A file, and the folder that is made for it. What lies in a new folder is not named beside it. */
function withFolder(place: string, isThere: (path: string) => boolean): Change[] {
	const folder = dirname(place);
	if (!isThere(folder)) return [added("folder", folder)];
	return [{ kind: "file", how: isThere(place) ? "changes" : "adds", place }];
}
