import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { CommandEnd, CommandOptions, RunCommand } from "../run-command/run-command.ts";
import { findNix, isNixRecent, nixEnvironment, readNixVersion, runNix } from "./nix-program.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-find-nix-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with a program called nix in it; what it says is up to the `run` of the test. */
function place(name: string): string {
	const bin = join(folder, name);
	mkdirSync(bin);
	writeFileSync(join(bin, "nix"), "");
	chmodSync(join(bin, "nix"), 0o755);
	return bin;
}
const kept = (text: string) => ({ text, leftOut: 0 });
const says = (text: string, code = 0): CommandEnd => ({ end: "exit", code, stdout: kept(text), stderr: kept("") });
const asks = (answers: Record<string, string>): RunCommand & { asked: string[] } => {
	const asked: string[] = [];
	const run: RunCommand = async ([program]) => {
		asked.push(program);
		return says(answers[program] ?? "", program in answers ? 0 : 1);
	};
	return Object.assign(run, { asked });
};

test("versions of the Nix family, and what is none", () => {
	expect(readNixVersion("nix (Nix) 2.34.8\n")).toBe("2.34.8");
	expect(readNixVersion("nix (Determinate Nix 3.21.2) 2.35.1\n")).toBe("2.35.1");
	expect(readNixVersion("nix (Nix) 2.35.0pre20261101_abc\n")).toBe("2.35.0");
	expect(readNixVersion("warning: x\nnix (Nix) 2.34\n")).toBe("2.34");
	for (const other of ["", "nix", "nix 2.3", "GNU bash, version 5.2", "nix (Nix) new"])
		expect(readNixVersion(other)).toBeNull();
	fc.assert(fc.property(fc.string(), (text) => void readNixVersion(text)));
	expect(["2.3.16", "2.17.9", "2.18.0", "2.34.8", "3.0.0"].map(isNixRecent)).toEqual([false, false, true, true, true]);
});

test("the first that answers wins: PATH in its order; one that does not run is passed over", async () => {
	const [dead, first, second] = [place("dead"), place("first"), place("second")];
	const run = asks({ [join(first, "nix")]: "nix (Nix) 2.30.1\n", [join(second, "nix")]: "nix (Nix) 2.34.8\n" });
	const path = ["relative", "", join(folder, "none"), dead, first, second].join(":");
	expect(await findNix({ home: folder, path, named: undefined, run })).toEqual({ bin: first, version: "2.30.1" });
	expect(run.asked).toEqual([join(dead, "nix"), join(first, "nix")]);
});

test("a named folder is asked alone; the person's profile is found without PATH", async () => {
	const here = place("here");
	const run = asks({ [join(here, "nix")]: "nix (Nix) 2.34.8\n" });
	expect(await findNix({ home: folder, path: here, named: join(folder, "gone"), run })).toBeNull();
	mkdirSync(join(folder, ".nix-profile"));
	const profile = place(".nix-profile/bin");
	const later = asks({ [join(profile, "nix")]: "nix (Nix) 2.34.8\n" });
	expect((await findNix({ home: folder, path: undefined, named: undefined, run: later }))?.bin).toBe(profile);
});

test("programs run from their own folder, with it first on PATH and flakes on", async () => {
	const seen: { argv: readonly string[]; options: CommandOptions }[] = [];
	const run: RunCommand = async (argv, options) => {
		seen.push({ argv, options });
		return says("");
	};
	const nix = { bin: "/n/bin", version: "2.34.8" };
	await runNix(nix, run, ["nix", "build", "x"], { timeoutMs: 1, env: { PATH: "/a:/n/bin:/b", HOME: "/h" } });
	await runNix(nix, run, ["nix-env", "--version"], { timeoutMs: 1, inherit: ["MORE"] });
	expect(seen[0]?.argv).toEqual(["/n/bin/nix", "--extra-experimental-features", "nix-command flakes", "build", "x"]);
	expect(seen[0]?.options.env).toEqual({ PATH: "/n/bin:/a:/b", HOME: "/h" });
	expect(seen[1]?.argv).toEqual(["/n/bin/nix-env", "--version"]);
	expect(seen[1]?.options.inherit).toEqual(expect.arrayContaining(["NIX_STORE_DIR", "MORE"]));
	expect(nixEnvironment(nix, undefined)).toEqual({ PATH: "/n/bin" });
});
