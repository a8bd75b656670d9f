import { expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import { type PreflightReaders, readPreflight, systemReaders } from "./read-preflight.ts";

const gib = 2 ** 30;
const say = speaker(en, "en");

async function codes(change: Partial<PreflightReaders>, places: readonly string[] = ["/run/systemd/system"]) {
	const readers: PreflightReaders = {
		platform: "linux",
		arch: "x64",
		memoryBytes: 8 * gib,
		home: "/home/ada",
		env: { PATH: "/opt/bin:/bin" },
		isThere: (path) => places.includes(path),
		text: (path) => (path === "/etc/os-release" ? 'NAME=x\nPRETTY_NAME="Some Linux 12"\n' : null),
		freeBytes: async () => 20 * gib,
		...change,
	};
	const checks = await readPreflight(readers);
	for (const { words } of checks) expect(say(words.code, words.args)).not.toContain("undefined");
	return checks.map(({ level, words }) => {
		const args = Object.values(words.args).join(" ");
		return `${level} ${words.code.slice("setup.check.".length)}${args && ` ${args}`}`;
	});
}

test("a PC that is fine", async () => {
	expect(await codes({})).toEqual(["ok disk 20", "ok memory 8", "ok processor", "ok system Some Linux 12"]);
});

test("each thing that can be amiss or is worth knowing", async () => {
	expect(await codes({ freeBytes: async () => 14.99 * gib })).toContain("warn disk-low 14.9 15");
	expect(await codes({ freeBytes: () => Promise.reject(new Error("no")) })).toContain("warn disk-unknown");
	expect(await codes({ memoryBytes: 2 * gib })).toContain("warn memory-low 2");
	expect(await codes({ arch: "ia32" })).toContain("problem processor-other ia32");
	expect(await codes({ platform: "darwin" })).toContain("problem intel-mac");
	expect(await codes({ platform: "darwin", arch: "arm64" })).toContain("ok system macOS");
	expect(await codes({ text: () => null })).toContain("ok system Linux");
	expect(await codes({}, [])).toContain("warn no-service-manager");
	expect(await codes({}, ["/etc/NIXOS"])).toContain("note system-managed");
	expect(await codes({}, ["/nix/store"])).toContain("note store-here");
	expect(await codes({}, ["/opt/bin/tailscale"])).toContain("note network-here");
	const wsl = { PATH: "/bin", WSL_DISTRO_NAME: "Debian" };
	expect(await codes({ env: wsl })).toContain("problem old-linux");
	expect(await codes({ env: { ...wsl, WSL_INTEROP: "/run/WSL/1_interop" } })).not.toContain("problem old-linux");
	expect(await codes({}, ["/run/systemd/system", "/run/ostree-booted"])).toContain("note read-only-system");
	expect(await codes({ text: (path) => (path === "/sys/fs/selinux/enforce" ? "1" : null) })).toContain(
		"note guarded-system",
	);
	const receipt = (state: string) => JSON.stringify({ actions: [{ state, action: { action_name: "x" } }] });
	const withReceipt = (text: string) => codes({ text: () => text }, ["/nix/receipt.json"]);
	expect(await withReceipt(receipt("Progress"))).toContain("warn store-half");
	expect(await withReceipt(receipt("Completed"))).toContain("note store-here");
	expect(await withReceipt("?")).toContain("note store-here");
	expect(await codes({ platform: "win32" }, ["/nix/store"])).not.toContain("note store-here");
});

test("a proxy's name and password are never shown", async () => {
	expect(await codes({ env: { HTTPS_PROXY: "http://ada:secret@proxy.example:3128/" } })).toContain(
		"note proxy proxy.example:3128",
	);
	expect(await codes({ env: { https_proxy: "proxy.example:3128" } })).toContain("note proxy proxy.example:3128");
	expect(await codes({ env: { all_proxy: "http://ada:sec ret@[" } })).toContain("note proxy ?");
});

test("this PC can be read", async () => {
	const checks = await readPreflight(systemReaders());
	expect(checks.length).toBeGreaterThanOrEqual(4);
	expect(checks[0]?.words.code).toMatch(/^setup\.check\.disk(-low)?$/);
});
