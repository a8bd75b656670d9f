// Puts a current Nix beside the system for the tests: Debian sid's packages, fetched and unpacked with apt's and dpkg's own
// programs into folders of their own. Needs no root and leaves the host's package lists and packages alone.
import { execFile } from "node:child_process";
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { isNixRecent, readNixVersion } from "../../../main/tools/nix/nix-program.ts";
import { nixRoot } from "./real-nix.ts";

const run = promisify(execFile);
const limits = { maxBuffer: 64 * 1_048_576, timeout: 280_000, env: { ...process.env, LC_ALL: "C" } };

/** The distribution's own signing keys, which apt checks the packages against. */
const keys = "/usr/share/keyrings/debian-archive-keyring.gpg";
const tools = ["nix-env", "nix-build", "nix-store", "nix-instantiate", "nix-collect-garbage"];

/** Does nothing where it is already there and answers. Throws with what to do when it cannot be had. */
export async function fetchNix(): Promise<void> {
	const there = await versionIn(nixRoot());
	if (there) {
		console.log(`nix ${there}: already fetched, ${nixRoot()}`);
		return;
	}
	const started = performance.now();
	await needDebian();
	await mkdir(dirname(nixRoot()), { recursive: true });
	const work = await mkdtemp(`${nixRoot()}.tmp-`);
	try {
		await chmod(work, 0o755);
		await unpack(await download(join(work, "apt")), join(work, "root"));
		await writeStarters(join(work, "root"));
		const version = await versionIn(join(work, "root"));
		if (!version) throw new Error(`The unpacked Nix does not run: ${await whyNot(join(work, "root"))}`);
		if (!isNixRecent(version)) throw new Error(`Debian sid has Nix ${version}, which is too old.`);
		await rm(nixRoot(), { recursive: true, force: true });
		await rename(join(work, "root"), nixRoot());
		console.log(`nix ${version}: fetched in ${((performance.now() - started) / 1_000).toFixed(1)} s, ${nixRoot()}`);
	} finally {
		await rm(work, { recursive: true, force: true });
	}
}

async function needDebian(): Promise<void> {
	const missing = [];
	for (const tool of ["apt-get", "dpkg-deb"]) {
		if (!(await run(tool, ["--version"]).catch(() => null))) missing.push(tool);
	}
	if (!(await stat(keys).catch(() => null))) missing.push(keys);
	if (missing.length === 0) return;
	throw new Error(`Nix comes from Debian's packages and this is missing: ${missing.join(", ")}. Use Debian or Ubuntu.`);
}

/** Every archive nix-bin needs, nothing taken from the host. Returns the folder they lie in. */
async function download(folder: string): Promise<string> {
	const [lists, archives] = [join(folder, "lists"), join(folder, "archives")];
	await mkdir(join(lists, "partial"), { recursive: true });
	await mkdir(join(archives, "partial"), { recursive: true });
	await writeFile(join(folder, "status"), "");
	await writeFile(join(folder, "debian.sources"), await sources());
	const options = [
		...["-o", `Dir::Etc::sourcelist=${folder}/debian.sources`, "-o", "Dir::Etc::sourceparts=-"],
		...["-o", `Dir::State::lists=${lists}`, "-o", `Dir::State::status=${folder}/status`],
		...["-o", `Dir::Cache::archives=${archives}`, "-o", "Dir::Cache::pkgcache=", "-o", "Dir::Cache::srcpkgcache="],
		// Already unprivileged or in a folder of root's: apt's own change of user would only be refused the folder.
		...["-o", "APT::Sandbox::User=", "-o", "Debug::NoLocking=1", "-o", "Acquire::Languages=none"],
		...["-o", "APT::Install-Recommends=false", "-o", "APT::Update::Error-Mode=any", "-o", "Acquire::Retries=3", "-qq"],
	];
	const apt = async (...args: string[]) => {
		try {
			await run("apt-get", [...options, ...args], limits);
		} catch (error) {
			const said = (error as { stderr?: string }).stderr?.trim();
			throw new Error(
				`Nix could not be fetched from Debian (apt-get ${args[0]}):\n${said || (error as Error).message}`,
			);
		}
	};
	await apt("update");
	await apt("install", "--download-only", "--yes", "nix-bin");
	return archives;
}

/** The mirror this system itself uses, else Debian's own. */
async function sources(): Promise<string> {
	const format = "$(REPO_URI)\t$(COMPONENT)\t$(SITE)";
	const { stdout } = await run("apt-get", ["indextargets", "--format", format], limits).catch(() => ({ stdout: "" }));
	const mirrors = stdout.split("\n").map((line) => line.split("\t")[0] ?? "");
	const mirror = mirrors.find((uri) => /\/debian\/?$/.test(uri)) ?? "http://deb.debian.org/debian";
	return `Types: deb\nURIs: ${mirror}\nSuites: sid\nComponents: main\nSigned-By: ${keys}\n`;
}

async function unpack(archives: string, root: string): Promise<void> {
	await mkdir(root);
	const names = (await readdir(archives)).filter((name) => name.endsWith(".deb"));
	for (const name of names.sort()) await run("dpkg-deb", ["-x", join(archives, name), root], limits);
	// Only what the programs load is kept.
	for (const name of ["usr/share/doc", "usr/share/man", "usr/share/locale", "var", "etc"])
		await rm(join(root, name), { recursive: true, force: true });
}

/** ROOT/bin: programs that start with the unpacked libraries, not the host's. */
async function writeStarters(root: string): Promise<void> {
	const loader = (await firstThere(root, ["usr/lib64/ld-linux-x86-64.so.2", "usr/lib/ld-linux-aarch64.so.1"])) ?? "";
	const libraries = (await readdir(join(root, "usr/lib"))).find((name) => name.endsWith("-linux-gnu"));
	if (!loader || !libraries) throw new Error("Debian's packages hold no loader for this kind of processor.");
	const starter = [
		"#!/bin/sh",
		`root=$(dirname "$(dirname "$(readlink -f "$0")")")`,
		`exec "$root/${loader}" --library-path "$root/usr/lib/${libraries}" --argv0 "\${0##*/}" "$root/usr/bin/nix" "$@"`,
	];
	await rm(join(root, "bin"), { force: true, recursive: true });
	await mkdir(join(root, "bin"));
	await writeFile(join(root, "bin/nix"), `${starter.join("\n")}\n`, { mode: 0o755 });
	for (const tool of tools) await symlink("nix", join(root, "bin", tool));
}

async function firstThere(root: string, names: readonly string[]): Promise<string | null> {
	for (const name of names) if (await stat(join(root, name)).catch(() => null)) return name;
	return null;
}

async function versionIn(root: string): Promise<string | null> {
	const asked = await run(join(root, "bin/nix"), ["--version"]).catch(() => null);
	return asked && readNixVersion(asked.stdout);
}

async function whyNot(root: string): Promise<string> {
	return run(join(root, "bin/nix"), ["--version"]).then(
		({ stdout }) => stdout,
		(error: Error) => error.message,
	);
}
