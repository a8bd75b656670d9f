// Setup puts the tools' base on a PC and takes it away again: the real nix-installer with a real Nix, systemd and polkit, in a
// throw-away copy of this PC, as one of its people.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { shownSetupSchema } from "../../main/contract/setup.ts";
import { receiptState } from "../../nix-installer/elevate/installer-plan.ts";
import { installationHere } from "../../nix-installer/steps/linux/installation-here.ts";
import { isShown } from "../../nix-installer/steps/linux/plan-changes.ts";
import { bootMachine, type Machine, whyNoMachine } from "./machine/machine.ts";
import { addPerson, type Person } from "./machine/person.ts";
import { nixInputs } from "./nix/fleet-flake.ts";
import { findRealInstaller } from "./nix-installer/build-installer.ts";

const missing =
	whyNoMachine() ??
	(findRealInstaller() || process.env.CI === "true" ? null : "nix-installer is not built: run node e2e/real/build.ts");

describe.skipIf(missing)(`installing Nix for real${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let machine: Machine;
	let person: Person;
	let before: string;
	beforeAll(async () => {
		const installer = findRealInstaller();
		if (!installer) throw new Error("nix-installer is not built: run node e2e/real/build.ts nix-installer");
		machine = await bootMachine();
		person = await addPerson(machine, installer);
		before = await trace(machine);
	});
	afterAll(() => machine?.close());
	beforeEach(async () => expect(await trace(machine)).toBe(before));

	const asPerson = (...argv: [string, ...string[]]) =>
		machine.ask(argv, { as: person.name, env: { PATH: "/nix/var/nix/profiles/default/bin:/usr/bin:/bin" } });
	const receipt = () => machine.outside("/nix/receipt.json");
	const readReceipt = () => readFileSync(receipt(), "utf8");

	test("a wrong password changes nothing, and is told as what it is", async () => {
		const { result, asked } = await person.setup("apply", "a wrong password");
		expect(result).toMatchObject({ end: "failed", why: { code: "setup.fault.not-allowed" } });
		expect(asked).toBe(1);
		expect((await person.setup("undo")).result.status).toMatchObject({ phase: "none", leftovers: [] });
	});

	test("asked once, it is there for the person; it changed only what was told; undone, nothing is left", async () => {
		const isThere = (path: string) => existsSync(machine.outside(path));
		const told = installationHere({ planner: "linux", id: "debian", selinux: false, isThere });
		const { result, asked } = await person.setup("apply");
		expect(result).toMatchObject({ end: "done", why: null });
		expect(asked).toBe(1);
		expect(receiptState(readReceipt())).toBe("whole");
		expect(await asPerson("nix", "--version")).toMatch(/^nix \(Nix\) \d/);
		// Through the service that owns the store, as the person.
		const made = await asPerson("nix-store", "--add", "/etc/hostname");
		expect(made).toMatch(/^\/nix\/store\//);
		expect(await machine.ask(["systemctl", "is-active", "nix-daemon.socket"])).toBe("active");
		const shown = [...told.changes.map(({ place }) => place), ...byTheSystem];
		const changed = differing(before, await trace(machine));
		expect(changed.filter((path) => !isShown(path, shown))).toEqual([]);
		expect(changed.length).toBeGreaterThan(10);

		const undone = await person.setup("undo");
		expect(undone.result).toMatchObject({ end: "undone", status: { phase: "none", leftovers: [] } });
		expect(undone.asked).toBe(1);
		expect(existsSync(machine.outside("/nix"))).toBe(false);
	});

	test("from nothing to a home and back, by the person's own commands", async () => {
		expect((await person.setup("apply")).result.end).toBe("done");
		const hearth = join(import.meta.dirname, "../../main/cli/hearth.ts");
		// Nothing can be fetched here; what the list is made of is beside the tests.
		const env = { HEARTH_FLEET_INPUTS: nixInputs.folder, NIX_CONFIG: "substituters =" };
		const setup = (...args: string[]) =>
			machine.ask([process.execPath, hearth, "setup", ...args, "--data", person.data, "--json"], {
				as: person.name,
				env,
				timeoutMs: 200_000,
			});
		const planned = shownSetupSchema.parse(JSON.parse(await setup("plan")));
		expect(planned.parts.map(({ id }) => id)).toEqual(["base", "tools"]);
		for (const part of ["tools", "home"]) {
			const lines = (await setup("apply", "--yes", "--part", part)).split("\n");
			expect(JSON.parse(lines.at(-1) ?? "")).toMatchObject({ result: { end: "done" } });
		}
		const home = machine.outside("/home/ada");
		expect(existsSync(join(home, ".config/hearth/fleet/flake.lock"))).toBe(true);
		// Built by accounts of the store, for all to use, and current for this person alone.
		expect(await machine.ask(["readlink", "-f", "/home/ada/.local/state/home-manager/gcroots/current-home"])).toMatch(
			/^\/nix\/store\/.*-home-manager-generation$/,
		);
		const undone = await person.setup("undo");
		expect(undone.result).toMatchObject({ end: "undone", status: { phase: "none", leftovers: [] } });
		expect(undone.asked).toBe(1);
	});

	test("an installation that fails in the middle is half, whatever its exit code; going on takes it out first", async () => {
		// The last but one of the installer's actions starts the service, which fails here.
		const first = "/usr/sbin/systemctl";
		const broken = '#!/bin/sh\ncase "$*" in *nix-daemon*) exit 1;; esac\nexec /usr/bin/systemctl "$@"\n';
		writeFileSync(machine.outside(first), broken, { mode: 0o755 });
		const failed = await person.setup("apply");
		expect(failed.result).toMatchObject({ end: "failed", why: { code: "setup.fault.nix-half" } });
		expect(receiptState(readReceipt())).toBe("half");
		await machine.ask(["rm", first]);
		const resumed = await person.setup("resume");
		expect(resumed.result).toMatchObject({ end: "done" });
		expect(resumed.asked).toBe(1);
		expect(receiptState(readReceipt())).toBe("whole");
		expect((await person.setup("undo")).result.status).toMatchObject({ phase: "none", leftovers: [] });
	});

	test("a full disk is told as one, with nothing pretended; with room again it goes on to the end", async () => {
		await machine.ask(["mkdir", "/nix"]);
		await machine.ask(["mount", "-t", "tmpfs", "-o", "size=20M", "small", "/nix"]);
		const failed = await person.setup("apply");
		expect(failed.result).toMatchObject({ end: "failed", why: { code: "setup.failure.disk-full.what" } });
		await machine.ask(["umount", "/nix"]);
		expect((await person.setup("resume")).result.end).toBe("done");
		expect(await asPerson("nix", "--version")).toMatch(/^nix/);
		expect((await person.setup("undo")).result.status).toMatchObject({ phase: "none", leftovers: [] });
	});

	test("accounts of an earlier installation are told as what they are, before anything is changed", async () => {
		await machine.ask(["groupadd", "--gid", "30000", "nixbld"]);
		await machine.ask(["useradd", "--uid", "4001", "--gid", "nixbld", "--no-create-home", "nixbld1"]);
		const failed = await person.setup("apply");
		expect(failed.result).toMatchObject({ end: "failed", why: { code: "setup.failure.old-accounts.what" } });
		expect(existsSync(machine.outside("/nix"))).toBe(false);
		await machine.ask(["userdel", "nixbld1"]);
		await machine.run(["groupdel", "nixbld"]);
		expect((await person.setup("undo")).result.status).toMatchObject({ phase: "none", leftovers: [] });
	});

	test("setup killed while the installer works: it goes on, and all of it can be taken back", async () => {
		await person.killedWhile("apply", () => existsSync(machine.outside("/nix")));
		const resumed = await person.setup("resume");
		expect(resumed.result).toMatchObject({ end: "done" });
		expect(await asPerson("nix", "--version")).toMatch(/^nix/);
		expect((await person.setup("undo")).result.status).toMatchObject({ phase: "none", leftovers: [] });
	});

	test("a Nix that somebody else installed is used and stays", async () => {
		const program = "/home/ada/installer";
		await machine.ask(["install", "-m", "755", program, "/opt/installer"]);
		await machine.ask(["/opt/installer", "install", "linux", "--no-confirm"]);
		const { result, asked } = await person.setup("apply");
		expect(result.end).toBe("done");
		expect(result.status.steps.find(({ id }) => id === "base.nix.install")?.state).toBe("adopted");
		expect(asked).toBe(0);
		expect((await person.setup("undo")).result.status).toMatchObject({ phase: "none", leftovers: [] });
		expect(await asPerson("nix", "--version")).toMatch(/^nix/);
		await machine.ask(["/nix/nix-installer", "uninstall", "--no-confirm"]);
		await machine.ask(["rm", "-rf", "/opt/installer", "/root/.nix-profile", "/root/.nix-defexpr"]);
	});
});

/** What systemd makes beside the units that it is told to start, and where Nix keeps what is the administrator's. */
const byTheSystem = [
	...["/etc/systemd/system/sockets.target.wants", "/etc/tmpfiles.d/nix-daemon.conf"],
	...["/root/.nix-profile", "/root/.nix-defexpr", "/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow"],
];

/** A line for each file of the system and of the people, with its kind, rights, link and, below /etc, its digest. */
async function trace(machine: Machine): Promise<string> {
	const places = ["/etc", "/root", "/home", "/opt", "/usr/local", "/usr/share/fish", "/nix"];
	const left = ["/home/ada/data", "/nix/store", "/nix/var", "/root/.cache", "/root/.cargo", "/root/.pyenv"];
	const skip = left.flatMap((path) => ["-path", path, "-prune", "-o"]);
	const list = ["find", ...places, "-xdev", ...skip, "-printf", "%p %y %m %l\\n"] as const;
	const found = (await machine.run(list, { capBytes: 64 * 1_048_576 })).stdout.text;
	const sums = await machine.run(["find", "/etc", "-xdev", "-type", "f", "-exec", "sha256sum", "{}", "+"], {
		capBytes: 16 * 1_048_576,
	});
	const lines = `${found}${sums.stdout.text.replace(/^(\w+) {2}(.*)$/gm, "$2 $1")}`.split("\n");
	// Copies that useradd and its kin make of what they change.
	return lines
		.filter((line) => !/^\/etc\/(passwd|group|shadow|gshadow|subuid|subgid)-/.test(line))
		.sort()
		.join("\n");
}

/** Paths of the lines that one has and the other has not. */
function differing(one: string, other: string): string[] {
	const [first, second] = [one, other].map((text) => new Set(text.split("\n"))) as [Set<string>, Set<string>];
	const lines = [...[...first].filter((line) => !second.has(line)), ...[...second].filter((line) => !first.has(line))];
	return [...new Set(lines.map((line) => line.split(" ", 1)[0] ?? ""))];
}
