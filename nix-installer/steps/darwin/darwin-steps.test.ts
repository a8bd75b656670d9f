// Setup of a Mac on paper: one question per part, exactly what was shown, and back again in the only order that works.
import { existsSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { quietly } from "../../engine/fixture-world.ts";
import { lookAtMac, macChecks } from "./darwin-preflight.ts";
import {
	currentLink,
	install,
	leaveMac,
	newMac,
	type PaperMac,
	point,
	startMac,
	systemPath,
	wantedOn,
} from "./fixture-mac.ts";

const macs: PaperMac[] = [];
afterEach(() => {
	for (const mac of macs.splice(0)) leaveMac(mac);
});
function macHere(): PaperMac {
	const mac = newMac();
	macs.push(mac);
	return mac;
}
const apply = (mac: PaperMac, kind: "plan" | "package" = "plan") => {
	const engine = startMac(mac);
	return engine.apply(engine.plan(wantedOn(kind)), quietly());
};
const elevated = ({ log }: PaperMac) => log.filter((line) => line.startsWith("ELEVATED")).map((line) => line.slice(9));

test.each(["plan", "package"] as const)(
	"a fresh Mac by %s: done, and taken back in the order that works",
	async (kind) => {
		const mac = macHere();
		const done = await apply(mac, kind);
		expect(done).toMatchObject({ end: "done", why: null });
		expect(elevated(mac)).toEqual([
			...(kind === "plan" ? ["plan", "install-plan"] : ["install-package"]),
			"activate-darwin",
		]);
		expect(readlinkSync(currentLink(mac))).toBe(systemPath("0"));
		const undone = await startMac(mac).undo(quietly());
		expect(undone).toMatchObject({ end: "undone", status: { phase: "none", leftovers: [] } });
		expect(elevated(mac).slice(-2)).toEqual(["remove-darwin", "uninstall"]);
		expect(existsSync(join(mac.root, "nix"))).toBe(false);
	},
);

test("the system is built without rights, before anybody is asked", async () => {
	const mac = macHere();
	await apply(mac);
	const built = mac.log.findIndex((line) => line.includes(".system"));
	expect(built).toBeGreaterThan(0);
	expect(mac.log.indexOf("ELEVATED activate-darwin")).toBeGreaterThan(built);
});

test("tools that were here before are used and stay", async () => {
	const mac = macHere();
	install(mac, "receipt.json", true);
	const done = await apply(mac);
	expect(done.status.steps).toMatchObject([{ state: "adopted" }, { state: "done" }]);
	await startMac(mac).undo(quietly());
	expect(elevated(mac)).toEqual(["activate-darwin", "remove-darwin"]);
	expect(existsSync(join(mac.root, "nix/receipt.json"))).toBe(true);
});

test("a system that was here before comes back; one that nobody of ours made is left alone", async () => {
	const mac = macHere();
	install(mac, "receipt.json", true);
	point(mac, systemPath("9"));
	const done = await apply(mac);
	expect(done.status.steps.map(({ state }) => state)).toEqual(["adopted", "adopted"]);
	expect(elevated(mac)).toEqual([]);
	expect(readlinkSync(currentLink(mac))).toBe(systemPath("9"));
});

test("half an installation of somebody else stops setup before anything is changed", async () => {
	const mac = macHere();
	install(mac, "receipt-half.json", false);
	expect(await apply(mac)).toMatchObject({ end: "failed", why: { code: "setup.fault.tools-in-the-way" } });
	expect(elevated(mac)).toEqual([]);
});

test("a half installation is told, whatever the exit code, and the next try starts clean", async () => {
	for (const [half, code] of [
		[{ text: null }, "setup.failure.half-installed.what"],
		[
			{ text: 'Action `encrypt_apfs_volume` errored\n"/usr/sbin/diskutil" "mount" "Nix Store" failed to mount' },
			"setup.failure.disk-not-unlocked.what",
		],
		[{ text: "User `_nixbld1` had a different uid (301) than planned (351)" }, "setup.failure.old-accounts.what"],
	] as const) {
		const mac = macHere();
		mac.half = half;
		expect(await apply(mac)).toMatchObject({ end: "failed", why: { code } });
		expect(await startMac(mac).resume(quietly())).toMatchObject({ end: "done" });
		expect(elevated(mac)).toEqual(["plan", "install-plan", "uninstall", "plan", "install-plan", "activate-darwin"]);
	}
});

test("no is no error: nothing is changed, and undoing says what is still there", async () => {
	const mac = macHere();
	mac.says = { end: "declined" };
	expect(await apply(mac)).toMatchObject({ end: "cancelled", why: { code: "setup.fault.declined" } });
	expect(existsSync(join(mac.root, "nix"))).toBe(false);
	mac.says = { end: "done" };
	expect((await startMac(mac).resume(quietly())).end).toBe("done");
	mac.says = { end: "declined" };
	const left = await startMac(mac).undo(quietly());
	expect(left.status.leftovers.map(({ stepId, what }) => [stepId, what.code])).toEqual([
		["system", "setup.left.declined"],
		["nix", "setup.left.declined"],
	]);
	mac.says = { end: "done" };
	expect((await startMac(mac).undo(quietly())).status).toMatchObject({ phase: "none" });
});

describe("settings", () => {
	test("changed by hand are named, and nothing is overwritten", async () => {
		const mac = macHere();
		mac.activation = "error: Unexpected files in /etc, aborting activation\nThe following files:\n\n  /etc/bashrc\n";
		const failed = await apply(mac);
		expect(failed.why).toEqual({ code: "setup.failure.settings-changed.what", args: { files: "/etc/bashrc" } });
		expect((await startMac(mac).resume(quietly())).end).toBe("done");
	});
	test("that are not the ones shown are not built", async () => {
		const mac = macHere();
		mac.revision = "b".repeat(40);
		expect((await apply(mac)).why?.code).toBe("setup.fault.flake-changed");
		expect(mac.log.some((line) => line.includes(" build "))).toBe(false);
	});
	test("that cannot be built change nothing", async () => {
		const mac = macHere();
		mac.build = "error: writing to file: No space left on device";
		expect((await apply(mac)).why?.code).toBe("setup.failure.disk-full.what");
		expect(elevated(mac)).toEqual(["plan", "install-plan"]);
	});
});

describe("a look at the Mac before", () => {
	const signal = new AbortController().signal;
	const answers =
		(said: Record<string, string>): RunCommand =>
		async (argv) => {
			const text = said[argv.join(" ")];
			const nothing = { text: "", leftOut: 0 };
			const code = text === undefined ? 1 : 0;
			return { end: "exit", code, stdout: { text: text ?? "", leftOut: 0 }, stderr: nothing };
		};
	const sysctl = "/usr/sbin/sysctl -n";
	test("an Apple-silicon Mac of today", async () => {
		const run = answers({
			[`${sysctl} hw.optional.arm64`]: "1\n",
			"/usr/bin/sw_vers -productVersion": "26.1\n",
			[`${sysctl} sysctl.proc_translated`]: "0\n",
		});
		const look = await lookAtMac(run, signal);
		expect(look).toEqual({ appleSilicon: true, version: "26.1", translated: false, mediaForbidden: false });
		expect(macChecks(look).map(({ level }) => level)).toEqual(["ok", "ok"]);
	});
	test("an Intel Mac does not know the question, and is told so", async () => {
		const look = await lookAtMac(answers({ "/usr/bin/sw_vers -productVersion": "13.7.1\n" }), signal);
		expect(macChecks(look).map(({ level, words }) => [level, words.code])).toEqual([
			["problem", "setup.check.intel-mac"],
			["problem", "setup.check.mac-old"],
		]);
	});
	test("a translated Hearth and an organisation's profile", async () => {
		const profile = "<key>PayloadDisplayName</key><string>Restrictions - Media</string>";
		const run = answers({
			[`${sysctl} sysctl.proc_translated`]: "1\n",
			"/usr/bin/profiles list -output stdout-xml": profile,
		});
		expect(macChecks(await lookAtMac(run, signal)).map(({ words }) => words.code)).toEqual([
			"setup.check.processor",
			"setup.check.mac-unknown",
			"setup.failure.translated.what",
			"setup.failure.organisation-forbids.what",
		]);
	});
});
