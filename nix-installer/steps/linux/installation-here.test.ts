// What is told about an installation before its plan is made, held against plans the installer itself made.
import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { setupChangeSchema } from "../../../main/contract/setup.ts";
import { readInstallerActions, receiptState } from "../../elevate/installer-plan.ts";
import { type InstallationFacts, installationHere, type LinuxPlanner, plannerFor } from "./installation-here.ts";
import { isShown, readPlanChanges } from "./plan-changes.ts";

const recorded = (name: string) => readFileSync(new URL(`fixtures/${name}.json`, import.meta.url), "utf8");
const pc = (there: readonly string[], more: Partial<InstallationFacts> = {}): InstallationFacts => ({
	planner: "linux",
	id: "debian",
	selinux: false,
	isThere: (path) => there.includes(path),
	...more,
});
const usual = ["/etc", "/etc/profile.d", "/etc/bash.bashrc"];
/** A Debian 12 with zsh and fish. */
const full = [
	...[...usual, "/etc/zsh", "/etc/zsh/zshrc", "/etc/tmpfiles.d", "/etc/fish", "/etc/fish/conf.d"],
	...["/usr/share/fish", "/usr/share/fish/vendor_conf.d"],
];
/** fish is there, and never had a folder for such lines. */
const plainFish = full.filter((path) => path !== "/etc/fish/conf.d");

describe.each<[string, InstallationFacts]>([
	["plan-linux", pc(full)],
	["plan-linux-bare", pc(usual)],
	["plan-linux-selinux", pc(plainFish, { selinux: true })],
	["plan-ostree-selinux", pc(plainFish, { id: "fedora", selinux: true, planner: "ostree" })],
	["plan-steam-deck", pc(plainFish, { id: "steamos", planner: "steam-deck" })],
])("%s", (name, facts) => {
	const plan = recorded(name);
	const told = installationHere(facts);
	test("has exactly the actions that were told, in their order", () => {
		expect(readInstallerActions(plan)?.map((one) => one.name)).toEqual(told.actions);
	});
	test("changes nothing that was not told, and nothing much was told that it leaves alone", () => {
		const places = readPlanChanges(plan).map(({ place }) => place);
		const shown = told.changes.map(({ place }) => place);
		expect(places.filter((place) => !isShown(place, shown))).toEqual([]);
		// Where /nix is mounted, the plan names only what lies in it.
		expect(shown.filter((place) => !places.includes(place) && !places.some((one) => isShown(one, [place])))).toEqual(
			[],
		);
	});
});

test("a recorded receipt is whole, and the one of an installation that failed in the middle is not", () => {
	expect(receiptState(recorded("receipt"))).toBe("whole");
	expect(receiptState(recorded("receipt-half"))).toBe("half");
	expect(receiptState(recorded("plan-linux"))).toBe("half");
});

test("whatever is here already: every place once, and the file or its folder, never both", () => {
	const paths = [...full, "/etc/nix", "/etc/nix/nix.conf", "/etc/bashrc", "/usr/local/etc/fish", "/etc/zshrc"];
	const planners: LinuxPlanner[] = ["linux", "ostree", "steam-deck"];
	const facts = fc.record({
		planner: fc.constantFrom(...planners),
		id: fc.constantFrom("debian", "fedora", "opensuse-leap", "steamos", null),
		selinux: fc.boolean(),
		there: fc.subarray(paths),
	});
	fc.assert(
		fc.property(facts, ({ there, ...more }) => {
			const { actions, changes } = installationHere(pc(there, more));
			for (const change of changes) setupChangeSchema.parse(change);
			const places = changes.map(({ place }) => place);
			expect(new Set(places).size).toBe(places.length);
			for (const { kind, place } of changes) {
				if (kind === "file" && !place.startsWith("/etc/nix-installer")) expect(places).not.toContain(dirname(place));
			}
			expect(actions.filter((name) => name === "provision_nix")).toHaveLength(1);
			expect(actions).not.toHaveLength(0);
		}),
	);
});

test("a row of accounts holds those between its ends, and no other", () => {
	const row = ["nixbld1 … nixbld32"];
	const held = ["nixbld1", "nixbld17", "nixbld32"].filter((name) => isShown(name, row));
	expect(held).toHaveLength(3);
	for (const name of ["nixbld", "nixbld0", "nixbld01", "nixbld33", "nixbldx", "root", "rootnixbld1", "nixbld1 "]) {
		expect(isShown(name, row), name).toBe(false);
	}
	expect(isShown("/nixes", ["/nix"])).toBe(false);
	expect(isShown("/nix/var", ["/nix"])).toBe(true);
});

test("the kind of Linux decides which planner is asked", () => {
	expect(plannerFor({ id: "steamos", ostree: false })).toBe("steam-deck");
	expect(plannerFor({ id: "fedora", ostree: true })).toBe("ostree");
	expect(plannerFor({ id: "debian", ostree: false })).toBe("linux");
	expect(plannerFor({ id: null, ostree: false })).toBe("linux");
});
