// "Nothing left" is said only when it is so: what an uninstaller could not take away is named, what was there before is not.
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newWorld, quietly, startEngine } from "../../engine/fixture-world.ts";
import { installationHere } from "./installation-here.ts";
import { type TraceReaders, tracesOf } from "./installation-traces.ts";
import { nixInstallRecordedStep } from "./nix-install.ts";

const receipt = readFileSync(new URL("fixtures/receipt.json", import.meta.url), "utf8");
let folder: string;
let files: Map<string, string>;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-traces-"));
	files = new Map([
		["/etc/passwd", "root:x:0:0::/root:/bin/sh\n"],
		["/etc/group", "root:x:0:\n"],
		["/etc/bash.bashrc", "# mine\n"],
		["/etc/nix", ""],
		["/etc/nix/nix.conf", "# mine\n"],
	]);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const readers: TraceReaders = { isThere: (path) => files.has(path), text: (path) => files.get(path) ?? null };
const line = "if [ -e '/nix/var/nix/profiles/default/etc/profile.d/nix-daemon.sh' ]; then\n";

function stage(uninstalls: () => void) {
	const places = {
		store: join(folder, "nix/store"),
		receipt: join(folder, "nix/receipt.json"),
		uninstaller: join(folder, "nix/nix-installer"),
	};
	const nix = { bin: join(folder, "bin"), version: "2.35.2" };
	const isThere = (path: string) => ["/etc", "/etc/profile.d"].includes(path) || files.has(path);
	const { actions, changes } = installationHere({ planner: "linux", id: "debian", selinux: false, isThere });
	const type = nixInstallRecordedStep({
		findNix: async () => (existsSync(places.receipt) ? nix : null),
		places,
		traces: readers,
		elevated: async ([act]) => {
			if (act?.verb !== "uninstall") {
				mkdirSync(places.store, { recursive: true });
				for (const path of [places.receipt, places.uninstaller]) writeFileSync(path, receipt);
				files.set("/etc/passwd", `${files.get("/etc/passwd")}nixbld1:x:30001:30000::/var/empty:/sbin/nologin\n`);
				files.set("/etc/bash.bashrc", `${line}# mine\n`);
				files.set("/etc/zsh", "");
				return { end: "done" };
			}
			rmSync(dirname(places.store), { recursive: true });
			uninstalls();
			return { end: "failed", index: 0, code: 1, said: "Uninstallation complete, some errors encountered" };
		},
	});
	const params = { installer: { path: "/x", sha256: "0".repeat(64) }, planner: "linux", settings: {} };
	const world = { ...newWorld(), lines: [] };
	const engine = () => startEngine({ world, types: [type], run: async () => answered });
	const wanted = {
		id: "nix",
		type: "nix.install",
		version: 2,
		params: { ...params, actions: [...actions], changes: [...changes] },
	};
	return { engine, apply: () => engine().apply(engine().plan([wanted]), quietly()) };
}
const answered = { end: "exit", code: 0, stdout: { text: "", leftOut: 0 }, stderr: { text: "", leftOut: 0 } } as const;

test("accounts, lines and folders that an uninstaller left are told, those of before are not", async () => {
	const { engine, apply } = stage(() => files.delete("/etc/zsh"));
	expect((await apply()).end).toBe("done");
	const undone = await engine().undo(quietly());
	expect(undone.status).toMatchObject({
		phase: "leftover",
		leftovers: [{ what: { code: "setup.left.nix-traces", args: { names: "nixbld1 … nixbld32, /etc/bash.bashrc" } } }],
	});
	// Taken away by hand, the next try finds nothing.
	files.set("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
	files.set("/etc/bash.bashrc", "# mine\n");
	expect((await engine().undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
});

test("an uninstaller that complains and has taken everything away left nothing", async () => {
	const { engine, apply } = stage(() => {
		for (const path of ["/etc/zsh"]) files.delete(path);
		files.set("/etc/passwd", "root:x:0:0::/root:/bin/sh\n");
		files.set("/etc/bash.bashrc", "# mine\n");
	});
	await apply();
	expect((await engine().undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
});

test("what cannot be read is no trace, and a changed file is one only with the installation's lines", () => {
	const dark: TraceReaders = { isThere: () => false, text: () => null };
	const { changes } = installationHere({ planner: "ostree", id: null, selinux: true, isThere: () => true });
	expect(tracesOf(changes, dark)).toEqual([]);
	expect(tracesOf([{ kind: "file", how: "changes", place: "/etc/bash.bashrc" }], readers)).toEqual([]);
	files.set("/etc/bash.bashrc", line);
	expect(tracesOf([{ kind: "file", how: "changes", place: "/etc/bash.bashrc" }], readers)).toEqual([
		"/etc/bash.bashrc",
	]);
});
