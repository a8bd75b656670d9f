// Packs the Nix that was fetched for the tests as nix-installer wants to carry it: store paths, what the store has to know of
// them, and the service manager's units. The programs start with their own libraries, wherever they are put.
import { execFile } from "node:child_process";
import { cp, mkdir, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { promisify } from "node:util";
import { nixRoot } from "../nix/real-nix.ts";

const run = promisify(execFile);

const tools = [
	...["nix-env", "nix-build", "nix-store", "nix-instantiate", "nix-collect-garbage", "nix-daemon", "nix-channel"],
	...["nix-shell", "nix-copy-closure", "nix-hash", "nix-prefetch-url"],
];

/** The store's own rule for builds needs programs that Debian's Nix was not built with; here they run as they are. */
const starter = `#!/bin/sh
root=$(dirname "$(dirname "$(readlink -f "$0")")")
libraries=$(echo "$root"/usr/lib/*-linux-gnu)
loader=$(echo "$root"/usr/lib*/ld-linux-*.so.?)
export NIX_CONFIG="build-hook =
sandbox = false
$NIX_CONFIG"
exec "$loader" --library-path "$libraries" --argv0 "\${0##*/}" "$root/usr/bin/nix" "$@"
`;

const units = {
	"lib/systemd/system/nix-daemon.socket": [
		...["[Unit]", "RequiresMountsFor=/nix/store", "ConditionPathIsReadWrite=/nix/var/nix/daemon-socket"],
		...["[Socket]", "ListenStream=/nix/var/nix/daemon-socket/socket", "[Install]", "WantedBy=sockets.target"],
	],
	"lib/systemd/system/nix-daemon.service": [
		...["[Unit]", "RequiresMountsFor=/nix/store /nix/var"],
		...["[Service]", "ExecStart=/nix/var/nix/profiles/default/bin/nix-daemon --daemon", "KillMode=process"],
		...["[Install]", "WantedBy=multi-user.target"],
	],
	"lib/tmpfiles.d/nix-daemon.conf": ["d /nix/var/nix/daemon-socket 0755 root root - -"],
	"etc/profile.d/nix-daemon.sh": ['export PATH="$HOME/.nix-profile/bin:/nix/var/nix/profiles/default/bin:$PATH"'],
};
const certificates = "/etc/ssl/certs/ca-certificates.crt";

/** Writes `folder`/nix.tar.xz and gives its path. Needs the fetched Nix, tar and xz. */
export async function packNix(folder: string, version: string): Promise<string> {
	const nix = join(folder, `nix-${version}`);
	await mkdir(join(nix, "bin"), { recursive: true });
	await cp(join(nixRoot(), "usr"), join(nix, "usr"), { recursive: true, verbatimSymlinks: true });
	await writeFile(join(nix, "bin/nix"), starter, { mode: 0o755 });
	for (const tool of tools) await symlink("nix", join(nix, "bin", tool));
	for (const [name, lines] of Object.entries(units)) await put(join(nix, name), `${lines.join("\n")}\n`);
	const authorities = join(folder, "nss-cacert-3.110");
	await mkdir(join(authorities, "etc/ssl/certs"), { recursive: true });
	await cp(certificates, join(authorities, "etc/ssl/certs/ca-bundle.crt"));
	return await pack(folder, version, [nix, authorities]);
}

async function pack(folder: string, version: string, packages: readonly string[]): Promise<string> {
	const root = join(folder, "root");
	await put(join(folder, "conf/nix.conf"), "substituters =\nbuild-hook =\n");
	const env = { ...process.env, NIX_CONF_DIR: join(folder, "conf"), HOME: folder };
	const ask = async (...args: string[]) => {
		const argv = ["--store", `local?root=${root}`, ...args];
		return (await run(join(nixRoot(), "bin/nix-store"), argv, { env, maxBuffer: 1_048_576 })).stdout;
	};
	const paths: string[] = [];
	for (const one of packages) paths.push((await ask("--add", one)).trim());
	const known = await ask("--dump-db");
	const top = join(folder, "top", `nix-${version}-linux`);
	await mkdir(join(top, "store"), { recursive: true });
	await writeFile(join(top, ".reginfo"), known);
	for (const path of paths) {
		await cp(join(root, path), join(top, "store", basename(path)), { recursive: true, verbatimSymlinks: true });
	}
	const tarball = join(folder, "nix.tar.xz");
	const flags = ["--owner=0", "--group=0", "--mode=u+rw,uga+r", "--mtime=1970-01-01"];
	const options = { env: { ...process.env, XZ_OPT: "-0 -T0" } };
	await run("tar", ["-cJf", tarball, "-C", dirname(top), ...flags, basename(top)], options);
	return tarball;
}

async function put(path: string, text: string): Promise<void> {
	await mkdir(dirname(path), { recursive: true });
	await writeFile(path, text);
}
