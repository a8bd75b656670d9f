// A stand-in for nix-installer that behaves as its source says, on a folder in place of the root: plans, installs a plan,
// leaves a receipt in which each action has its state, uninstalls by it. For tests; never used by the product.
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { ElevatedAct, ElevatedEnd, PinnedFile, RunElevated } from "../../elevate/elevated.ts";

type State = "Uncompleted" | "Progress" | "Completed" | "Skipped";

/** In the order of the planner "linux"; version and field names as of 2.33. */
export const linuxActions = [
	"create_directory",
	"provision_nix",
	"create_users_and_group",
	"configure_nix",
	"create_directory",
	"create_upstream_init_service",
	"remove_directory",
] as const;

const inside = (action: object, state: State) => ({ action, state });

/** A plan, or with states a receipt: the actions before `stop` are Completed, that one is in Progress. */
export function planText(stop: number | "plan" = "plan"): string {
	const state = (index: number): State =>
		stop === "plan" || index > stop ? "Uncompleted" : index === stop ? "Progress" : "Completed";
	const folder = (path: string) => ({ action_name: "create_directory", path, user: null, group: null, mode: 493 });
	const into = (path: string) => ({ action_name: "create_or_insert_into_file", path, mode: 420, buf: "\n# Nix\n" });
	const user = (n: number) => ({ action_name: "create_user", name: `nixbld${n}`, uid: 30_000 + n, gid: 30_000 });
	const config = (path: string) => ({ action_name: "create_or_merge_nix_config", path, header: "", footer: null });
	const more: readonly object[] = [
		folder("/nix"),
		{ action_name: "provision_nix", create_nix_tree: inside({ create_directories: [folder("/nix/var")] }, state(1)) },
		{
			action_name: "create_users_and_group",
			create_group: inside({ action_name: "create_group", name: "nixbld", gid: 30_000 }, state(2)),
			create_users: [1, 2, 3].map((n) => inside(user(n), state(2))),
		},
		{
			action_name: "configure_nix",
			configure_shell_profile: inside(
				{
					action_name: "configure_shell_profile",
					create_or_insert_into_files: ["/etc/bash.bashrc", "/etc/zsh/zshrc"].map((path) =>
						inside(into(path), state(3)),
					),
				},
				state(3),
			),
			place_nix_configuration: inside(
				{
					action_name: "place_nix_configuration",
					create_directory: inside(folder("/etc/nix"), state(3)),
					create_or_merge_nix_config: inside(config("/etc/nix/nix.conf"), state(3)),
				},
				state(3),
			),
		},
		folder("/etc/tmpfiles.d"),
		{
			action_name: "create_upstream_init_service",
			configure_init_service: inside(
				{
					action_name: "configure_init_service",
					init: "Systemd",
					service_dest: "/etc/systemd/system/nix-daemon.service",
				},
				state(5),
			),
		},
		{ action_name: "remove_directory", path: "/nix/temp-install-dir" },
	];
	const plan = {
		version: "2.33.1",
		actions: more.map((action, index) => inside(action, state(index))),
		planner: { planner: "linux", settings: { nix_build_user_count: 3 } },
	};
	return `${JSON.stringify(plan, null, 2)}\n`;
}

export interface FakeInstaller {
	readonly pinned: PinnedFile;
	readonly places: { readonly store: string; readonly receipt: string; readonly uninstaller: string };
	/** Where the installed programs are. */
	readonly bin: string;
	/** From now on an installation stops at this action with this exit code; null: it goes through. */
	stopAt(action: number | null, code?: number): void;
}

/** `folder` gets the installer and, as `folder`/root, what it installs. */
export function writeFakeInstaller(folder: string): FakeInstaller {
	const at = (...names: string[]) => join(folder, ...names);
	mkdirSync(at("root"), { recursive: true });
	const receipt = (stop: number) => writeFileSync(at(`receipt-${stop}.json`), planText(stop));
	for (const stop of [...linuxActions.keys(), linuxActions.length]) receipt(stop);
	writeFileSync(at("plan.json"), planText());
	const steps = [
		"Create directory `/nix`",
		"Provision Nix",
		"Create build users",
		"Configure Nix",
		"x",
		"Service",
		"y",
	];
	const say = steps.map(
		(text, n) =>
			`echo '{"timestamp":"t","level":"INFO","fields":{"message":"Step: ${text}"},"target":"t"}' >&2; [ "$stop" = ${n} ] && fail`,
	);
	const text = [
		"#!/bin/sh",
		`root='${at("root")}'; base='${folder}'`,
		'stop=$(cat "$base/stop" 2>/dev/null); code=$(cat "$base/code" 2>/dev/null)',
		'finish() { mkdir -p "$root/nix/store"; cp "$base/receipt-$1.json" "$root/nix/receipt.json"; cp "$0" "$root/nix/nix-installer" 2>/dev/null; }',
		'fail() { finish "$stop"; echo "Error: the action failed" >&2; exit "$code"; }',
		'case "$*" in',
		'plan\\ --out-file\\ *\\ linux*) cp "$base/plan.json" "$3";;',
		"--logger\\ json\\ install\\ /*\\ --no-confirm)",
		'	cmp -s "$4" "$base/plan.json" || { echo "expected value at line 1" >&2; exit 1; }',
		...say.map((line) => `	${line}`),
		`	finish ${linuxActions.length}; mkdir -p "$root/nix/bin"`,
		'	printf \'#!/bin/sh\\n[ "$1" = --version ] && echo "nix (Nix) 2.33.1"\\nexit 0\\n\' > "$root/nix/bin/nix"; chmod 755 "$root/nix/bin/nix"',
		'	echo "Nix was installed successfully!";;',
		"--logger\\ json\\ install\\ linux\\ --no-confirm)",
		'	[ -e "$root/nix/receipt.json" ] && { echo "Found existing plan, with the same settings, already completed." >&2; exit 0; }',
		'	exec "$0" --logger json install "$base/plan.json" --no-confirm;;',
		'uninstall\\ --no-confirm) [ -e "$root/nix/receipt.json" ] || exit 1; rm -rf "$root/nix";;',
		"*) exit 64;;",
		"esac",
		"",
	].join("\n");
	writeFileSync(at("nix-installer"), text);
	chmodSync(at("nix-installer"), 0o755);
	const nix = (name: string) => at("root", "nix", name);
	return {
		pinned: { path: at("nix-installer"), sha256: digest(at("nix-installer")) },
		places: { store: nix("store"), receipt: nix("receipt.json"), uninstaller: nix("nix-installer") },
		bin: nix("bin"),
		stopAt(action, code = 1) {
			writeFileSync(at("stop"), action === null ? "" : String(action));
			writeFileSync(at("code"), String(code));
		},
	};
}

/** Runs the acts as the helper does, without a question; what is pinned must match. */
export function runHere(fake: FakeInstaller, run: RunCommand): RunElevated {
	const argvOf = (act: ElevatedAct): readonly [string, ...string[]] | null => {
		if (act.verb === "uninstall") return [fake.places.uninstaller, "uninstall", "--no-confirm"];
		if (act.verb === "plan") return [act.installer.path, "plan", "--out-file", planPath(fake), act.planner];
		if (act.verb !== "install-plan" || "actions" in act.plan || digest(act.plan.path) !== act.plan.sha256) return null;
		return [act.installer.path, "--logger", "json", "install", act.plan.path, "--no-confirm"];
	};
	return async (acts, { signal, onLine }): Promise<ElevatedEnd> => {
		for (const [index, act] of acts.entries()) {
			const argv = argvOf(act);
			if (!argv || digest(fake.pinned.path) !== fake.pinned.sha256) return { end: "refused", why: act.verb };
			const end = await run(argv, { timeoutMs: 30_000, signal });
			const code = end.end === "exit" ? end.code : null;
			if (code !== 0) return { end: "failed", index, code, said: end.stderr.text };
			if (act.verb === "plan") {
				const text = readFileSync(planPath(fake), "utf8");
				onLine?.({ kind: "plan", index, sha256: digest(planPath(fake)), text });
			}
		}
		return { end: "done" };
	};
}

const planPath = (fake: FakeInstaller) => `${fake.pinned.path}.out`;
const digest = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");
