// nix-installer itself, from its published crate: the same plan, receipt and uninstaller as the one setup pins, in an older
// version, without its maker's own service and without any report to its maker. It carries the Nix of the tests.
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { readNixVersion } from "../../../main/tools/nix/nix-program.ts";
import { findRealNix } from "../nix/real-nix.ts";
import { packNix } from "./pack-nix.ts";

const run = promisify(execFile);
const version = "0.23.0";
const start = `nix-installer-${version}-with-nix-`;
const folder = () => join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "hearth", "real");

/** Where build.ts has put it; null when it has not. */
export function findRealInstaller(): string | null {
	const names = existsSync(folder()) ? readdirSync(folder()) : [];
	const found = names.filter((name) => name.startsWith(start)).sort();
	return found.length > 0 ? join(folder(), found.at(-1) ?? "") : null;
}

/** Needs Rust, tar and xz, and the fetched Nix. Does nothing where it is already there. Throws with what to do. */
export async function buildInstaller(): Promise<void> {
	const bin = findRealNix();
	if (!bin) throw new Error("nix-installer carries a Nix, which is not fetched.");
	const nix = readNixVersion((await run(join(bin, "nix"), ["--version"])).stdout) ?? "unknown";
	const target = join(folder(), `${start}${nix}`);
	const title = `nix-installer ${version}`;
	if (existsSync(target)) {
		console.log(`${title}: already built, ${target}`);
		return;
	}
	for (const tool of ["cargo", "xz"]) {
		const isThere = await run(tool, ["--version"]).then(
			() => true,
			() => false,
		);
		if (!isThere)
			throw new Error(`${title} has to be built and ${tool} is missing (Rust: https://rustup.rs; xz-utils).`);
	}
	const started = performance.now();
	await mkdir(folder(), { recursive: true });
	const work = await mkdtemp(join(folder(), ".building-"));
	try {
		const tarball = await packNix(join(work, "pack"), nix);
		const features = ["--no-default-features", "--features", "cli"];
		const places = ["--root", join(work, "built"), "--target-dir", join(work, "target")];
		const env = {
			...process.env,
			NIX_INSTALLER_TARBALL_PATH: tarball,
			CARGO_PROFILE_DEV_DEBUG: "0",
			CARGO_PROFILE_DEV_STRIP: "true",
		};
		const argv = ["install", "nix-installer", "--version", version, "--locked", "--debug", ...features, ...places];
		await run("cargo", argv, { env, maxBuffer: 16 * 1_048_576 });
		await rename(join(work, "built/bin/nix-installer"), target);
	} catch (error) {
		const said = (error as { stderr?: string }).stderr?.trim().split("\n").slice(-15).join("\n");
		throw new Error(`${title} could not be built:\n${said || (error as Error).message}`);
	} finally {
		await rm(work, { recursive: true, force: true });
	}
	console.log(`${title}: built in ${((performance.now() - started) / 1_000).toFixed(1)} s, ${target}`);
}
