import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearRootLinks } from "./root-links.ts";

let home: string;
beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), "hearth-root-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));
const gone = "/nix/var/nix/profiles/per-user/nobody-here/profile";

test("links into a store that is gone go, and the folder they lay in", () => {
	symlinkSync(gone, join(home, ".nix-profile"));
	mkdirSync(join(home, ".nix-defexpr"));
	symlinkSync(gone, join(home, ".nix-defexpr/channels"));
	clearRootLinks(home);
	expect(readdirSync(home)).toEqual([]);
	clearRootLinks(home);
	clearRootLinks(join(home, "nowhere"));
});

test("what is the administrator's own stays: other links, files, a folder with more in it", () => {
	symlinkSync("/opt/other/profile", join(home, ".nix-profile"));
	mkdirSync(join(home, ".nix-defexpr"));
	symlinkSync(gone, join(home, ".nix-defexpr/channels"));
	writeFileSync(join(home, ".nix-defexpr/mine.nix"), "{}");
	clearRootLinks(home);
	expect(readdirSync(home).sort()).toEqual([".nix-defexpr", ".nix-profile"]);
	expect(readdirSync(join(home, ".nix-defexpr"))).toEqual(["mine.nix"]);
});
