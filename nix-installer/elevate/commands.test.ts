// Each verb's programs, word by word, and what a verb refuses to run.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { commandsOf, type ElevatedPlaces } from "./commands.ts";
import type { ElevatedAct } from "./elevated.ts";
import { Refusal } from "./request.ts";
import { openStage, type Stage } from "./stage.ts";

let folder: string;
let stage: Stage;
let places: ElevatedPlaces;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-commands-"));
	stage = openStage(folder);
	places = {
		uninstaller: join(folder, "uninstaller"),
		darwinSystem: join(folder, "darwin-version.json"),
		certificates: join(folder, "ca-certificates.crt"),
		system32: "C:\\Windows\\System32",
		nixBin: "/nix/var/nix/profiles/default/bin",
		rootHome: null,
	};
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const pin = (name: string, text: string) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return { path, sha256: createHash("sha256").update(text).digest("hex") };
};
const argvOf = (act: ElevatedAct, platform: NodeJS.Platform) =>
	commandsOf(act, stage, places, platform).map(({ argv }) => argv);

test("a plan and its installation run one private copy of what was pinned", () => {
	const installer = pin("nix-installer", "#!/bin/sh\n");
	const settings = { sslCertFile: "/etc/ca.pem", proxy: "http://proxy:3128", buildGroupId: 30_001 };
	const [planned] = argvOf({ verb: "plan", installer, planner: "macos", settings }, "darwin");
	const copy = planned?.[0] ?? "";
	const plan = join(stage.folder, "plan.json");
	expect(planned?.slice(1)).toEqual([
		...["plan", "--out-file", plan, "macos", "--ssl-cert-file", "/etc/ca.pem", "--proxy", "http://proxy:3128"],
		...["--nix-build-group-id", "30001"],
	]);
	expect(readFileSync(copy, "utf8")).toBe("#!/bin/sh\n");
	expect(copy.startsWith(stage.folder)).toBe(true);
	writeFileSync(plan, JSON.stringify({ actions: [{ action: { action_name: "a" }, state: "Uncompleted" }] }));
	const install = (actions: string[]) => argvOf({ verb: "install-plan", installer, plan: { actions } }, "darwin");
	expect(install(["a"])).toEqual([[copy, "--logger", "json", "install", plan, "--no-confirm"]]);
	for (const other of [["b"], ["a", "a"], ["a", "b"]])
		expect(() => install(other)).toThrow("not the one that was shown");
	writeFileSync(installer.path, "changed later");
	expect(install(["a"])).toHaveLength(1);
	stage.clear();
	expect(existsSync(stage.folder)).toBe(false);
});

test("a plan that changes a place that was not shown is refused, whatever its actions are called", () => {
	const installer = pin("nix-installer", "#!/bin/sh\n");
	const made = (path: string) => ({ action: { action_name: "create_file", path }, state: "Uncompleted" });
	const plan = { actions: [made("/etc/nix/nix.conf"), made("/etc/profile.d/nix.sh")] };
	writeFileSync(join(stage.folder, "plan.json"), JSON.stringify(plan));
	const actions = ["create_file", "create_file"];
	const install = (places: string[]) =>
		argvOf({ verb: "install-plan", installer, plan: { actions, places } }, "linux").length;
	expect(install(["/etc/nix/nix.conf", "/etc/profile.d/nix.sh", "/etc/fstab"])).toBe(1);
	expect(() => install(["/etc/nix/nix.conf"])).toThrow("what was not shown: /etc/profile.d/nix.sh");
	expect(() => install([])).toThrow("what was not shown");
});

test("a changed installer, plan or package is not copied", () => {
	const installer = pin("nix-installer", "good");
	writeFileSync(installer.path, "evil");
	expect(() => argvOf({ verb: "plan", installer, planner: "linux", settings: {} }, "linux")).toThrow("was changed");
	const plan = pin("plan.json", "{}");
	const honest = pin("honest", "good");
	rmSync(plan.path);
	expect(() => argvOf({ verb: "install-plan", installer: honest, plan }, "linux")).toThrow("cannot be read");
	expect(() => argvOf({ verb: "install-plan", installer: honest, plan: { actions: ["a"] } }, "linux")).toThrow(
		"no plan",
	);
});

test.runIf(process.getuid?.() === 0)("root runs an uninstaller only when it is root's, and after nix-darwin", () => {
	expect(() => argvOf({ verb: "uninstall" }, "darwin")).toThrow("not there");
	writeFileSync(places.uninstaller, "", { mode: 0o755 });
	expect(argvOf({ verb: "uninstall" }, "darwin")).toEqual([[places.uninstaller, "uninstall", "--no-confirm"]]);
	expect(argvOf({ verb: "repair" }, "darwin")).toEqual([[places.uninstaller, "repair", "--no-confirm"]]);
	writeFileSync(places.darwinSystem, "{}");
	expect(() => argvOf({ verb: "uninstall" }, "darwin")).toThrow("must go first");
	chmodSync(places.uninstaller, 0o775);
	expect(() => argvOf({ verb: "repair" }, "darwin")).toThrow("changed by others");
});

test("macOS and Windows programs, word by word", () => {
	const file = pin("Determinate.pkg", "pkg");
	const [check, install] = commandsOf({ verb: "install-package", file, team: "X3JQ4VPJZ6" }, stage, places, "darwin");
	expect(check?.mustSay).toBe("(X3JQ4VPJZ6)");
	expect(check?.argv.slice(0, 2)).toEqual(["/usr/sbin/pkgutil", "--check-signature"]);
	expect(install?.argv).toEqual(["/usr/sbin/installer", "-pkg", check?.argv[2], "-target", "/"]);
	const [components] = commandsOf({ verb: "wsl-components" }, stage, places, "win32");
	expect(components).toMatchObject({
		argv: ["C:\\Windows\\System32\\wsl.exe", "--install", "--no-distribution"],
		alsoDone: [3010, 1641],
	});
	expect(argvOf({ verb: "wsl-components-remove", features: ["VirtualMachinePlatform"] }, "win32")).toEqual([
		[
			"C:\\Windows\\System32\\dism.exe",
			...["/Online", "/English", "/Quiet", "/NoRestart", "/Disable-Feature", "/FeatureName:VirtualMachinePlatform"],
		],
	]);
	expect(argvOf({ verb: "gpu-remove" }, "linux")).toEqual([
		["/bin/rm", "-f", "/run/opengl-driver", "/etc/tmpfiles.d/non-nixos-gpu.conf"],
	]);
});

test("only a link of certificates that leads nowhere is removed", () => {
	const bootout = ["/bin/launchctl", "bootout", "system/org.nixos.activate-system"];
	const mend = () => argvOf({ verb: "mend-certificates" }, "darwin");
	expect(mend()).toEqual([bootout]);
	symlinkSync(join(folder, "bundle"), places.certificates);
	expect(mend()).toEqual([bootout, ["/bin/rm", places.certificates]]);
	writeFileSync(join(folder, "bundle"), "certificates");
	expect(mend()).toEqual([bootout]);
});

describe("on another system", () => {
	const store = `/nix/store/${"0".repeat(32)}-x`;
	test.each<[ElevatedAct, NodeJS.Platform]>([
		[{ verb: "activate-darwin", system: store }, "linux"],
		[{ verb: "remove-darwin", uninstaller: store }, "linux"],
		[{ verb: "gpu-setup", setup: store }, "darwin"],
		[{ verb: "wsl-components" }, "linux"],
		[{ verb: "mend-certificates" }, "linux"],
	])("%j is refused on %s", (act, platform) => {
		expect(() => argvOf(act, platform)).toThrow(Refusal);
	});
});
