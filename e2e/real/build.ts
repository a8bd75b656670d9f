// Gets the real programs the tests need and that are missing into the cache: servers built from their pinned Go modules, Nix
// from Debian's packages, its installer from its crate. Run with: node e2e/real/build.ts [name...]
import { execFile } from "node:child_process";
import { access, mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { fetchNix } from "./nix/fetch-nix.ts";
import { buildInstaller } from "./nix-installer/build-installer.ts";
import { builtPath, type RealProgram, realPrograms } from "./programs.ts";

const run = promisify(execFile);

try {
	const wished = process.argv.slice(2);
	const known = [...realPrograms.map((one) => one.name), "nix", "nix-installer"];
	const unknown = wished.find((name) => !known.includes(name));
	if (unknown) throw new Error(`No program is called ${unknown}. Known: ${known.join(", ")}`);
	for (const program of realPrograms) {
		if (wished.length === 0 || wished.includes(program.name)) await buildMissing(program);
	}
	if (wished.length === 0 || wished.includes("nix") || wished.includes("nix-installer")) await fetchNix();
	if (wished.length === 0 || wished.includes("nix-installer")) await buildInstaller();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 1;
}

async function buildMissing(program: RealProgram): Promise<void> {
	const target = builtPath(program);
	const title = `${program.name} ${program.version}`;
	if (await exists(target)) {
		console.log(`${title}: already built, ${target}`);
		return;
	}
	await needGo(title);
	const started = performance.now();
	const folder = join(import.meta.dirname, program.module);
	const half = `${target}.${process.pid}.tmp`;
	await mkdir(dirname(target), { recursive: true });
	try {
		await run("go", ["build", "-trimpath", "-ldflags", program.linkFlags, "-o", half, program.package], {
			cwd: folder,
			env: { ...process.env, CGO_ENABLED: "0", GOFLAGS: "-mod=readonly" },
			maxBuffer: 16 * 1_048_576,
		});
		await rename(half, target);
	} catch (error) {
		const said = (error as { stderr?: string }).stderr?.trim();
		throw new Error(`${title} could not be built in ${folder}:\n${said || (error as Error).message}`);
	} finally {
		await rm(half, { force: true });
	}
	console.log(`${title}: built in ${((performance.now() - started) / 1_000).toFixed(1)} s, ${target}`);
}

async function needGo(title: string): Promise<void> {
	try {
		await run("go", ["version"]);
	} catch {
		throw new Error(
			`${title} has to be built and the Go compiler is missing. Install Go (https://go.dev/dl) and run this again.`,
		);
	}
}

async function exists(path: string): Promise<boolean> {
	try {
		await access(path);
		return true;
	} catch {
		return false;
	}
}
