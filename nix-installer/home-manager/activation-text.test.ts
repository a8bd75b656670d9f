import fc from "fast-check";
import { expect, test } from "vitest";
import { readCollisions, readDryRun } from "./activation-text.ts";

test("what Home Manager refuses to overwrite", () => {
	const said = [
		"Starting Home Manager activation",
		"Please do one of the following:",
		"- In standalone mode, use 'home-manager switch -b backup' to back up files automatically.",
		"Existing file '/home/ada/.bash rc' would be clobbered",
		"Existing file '/home/ada/a.old' would be clobbered by backing up '/home/ada/a'",
		"Existing file '/home/ada/same' is in the way of '/nix/store/x', will be skipped since they are the same",
	].join("\n");
	expect(readCollisions(said)).toEqual([
		{ path: "/home/ada/.bash rc", backupTaken: null },
		{ path: "/home/ada/a", backupTaken: "/home/ada/a.old" },
	]);
});

test("what a dry run would do", () => {
	const said = [
		"mv --verbose /home/ada/.bash rc /home/ada/.bash rc.before-hearth-1",
		"mv /home/ada/a /home/ada/a.before-hearth-1",
		"mv /home/ada/b /somewhere/else",
		"rm --verbose /home/ada/.old",
		"mkdir -p --verbose /home/ada/.config",
		"ln -sfn --verbose -t /home/ada/.config -- /nix/store/x-home-manager-files/.config/a",
		"ln -Tsf /nix/store/x /home/ada/y",
		"lnot",
	].join("\n");
	expect(readDryRun(said, "before-hearth-1")).toEqual({
		moves: ["/home/ada/.bash rc", "/home/ada/a"],
		removes: ["/home/ada/.old"],
		linkLines: 2,
	});
});

test("any path without a line break is read back whole; any text does no harm", () => {
	const path = fc.stringMatching(/^\/[^\n\r]{0,40}[^\s']$/);
	fc.assert(
		fc.property(fc.array(path), fc.stringMatching(/^[a-z0-9-]{1,12}$/), fc.string(), (paths, extension, noise) => {
			const errors = paths.map((one) => `Existing file '${one}' would be clobbered`);
			expect(readCollisions(errors.join("\n")).map((one) => one.path)).toEqual(paths);
			const moves = paths.map((one) => `mv --verbose ${one} ${one}.${extension}`);
			expect(readDryRun(moves.join("\n"), extension).moves).toHaveLength(paths.length);
			readDryRun(noise, extension);
			readCollisions(noise);
		}),
	);
});
