// One distribution of the PC on paper and the programs inside it, as far as setup uses them. For tests; never used by the
// product.
import { createHash } from "node:crypto";

export type Answer = readonly [number, string] | null;

export interface PaperDistro {
	guid: string;
	name: string;
	state: number;
	version: number;
	basePath: string;
	users: string[];
	conf: string;
	/** Its service manager runs; set by a start after wsl.conf asks for it. */
	systemd: boolean;
	receipt: string | null;
	installer: string | null;
	current: string | null;
	/** What was written inside, by its path. */
	files: Record<string, string>;
}

export const paperDistro = (name: string, more: Partial<PaperDistro> = {}): PaperDistro => ({
	guid: "{6f1d0b5e-8a0f-4b8e-9c1d-2f4a7e0c9b11}",
	name,
	state: 1,
	version: 2,
	basePath: `C:\\Users\\ada\\AppData\\Local\\wsl\\${name}`,
	users: ["ada"],
	conf: "",
	systemd: true,
	receipt: null,
	installer: null,
	current: null,
	files: {},
	...more,
});

export const paperGeneration = `/nix/store/${"0".repeat(32)}-home-manager-generation`;
const receipt = (state: string) =>
	JSON.stringify({
		version: "2.34.8",
		planner: { planner: "linux" },
		actions: [{ action: { action_name: "provision_nix" }, state }],
	});

/** Runs one program inside. null: it is not known here. `half`: installations of Nix that still stop half way. */
export function runInside(
	windows: { half: number },
	distro: PaperDistro,
	argv: readonly string[],
	stdin: string,
): Answer {
	const words = argv[0] === "/usr/bin/env" ? argv.slice(1).filter((one) => !/^[A-Z_]+=/.test(one)) : argv;
	const [path = "", ...args] = words;
	const is = (found: unknown): Answer => [found ? 0 : 1, ""];
	switch (path.split("/").at(-1)) {
		case "id":
			return is(distro.users.includes(args[1] ?? ""));
		case "test":
			return is(args[1] === "/run/systemd/system" && distro.systemd);
		case "mkdir":
			return [args[0] === "--parents" && args[1] === "--" ? 0 : 1, ""];
		case "useradd":
			distro.users.push(args.at(-1) ?? "");
			return [0, ""];
		case "tee":
			if (args[0] === "--") distro.files[args[1] ?? ""] = stdin;
			else distro.conf = stdin;
			return [0, stdin.trim()];
		case "cat":
			return distro.receipt === null ? [1, ""] : [0, distro.receipt];
		case "wslpath":
			return [0, `/mnt/c/${args[1]}`];
		case "install":
			distro.installer = "a".repeat(64);
			return [0, ""];
		case "sha256sum":
			if (args[0] === "--") return sums(distro, args.slice(1));
			return [distro.installer ? 0 : 1, `${distro.installer}  ${args[0]}`];
		case "nix-installer":
			if (args[0] === "uninstall") distro.receipt = null;
			// A receipt of a failed try makes the next one claim to be done.
			else if (distro.receipt === null) distro.receipt = receipt(windows.half-- > 0 ? "Progress" : "Completed");
			return [0, ""];
		case "nix":
			if (args[0] === "--version") return distro.receipt ? [0, "nix (Nix) 2.34.8"] : [127, ""];
			return args[0] === "build" ? build(distro, args[1] ?? "") : null;
		case "nix-env":
			return is(args.includes("--set"));
		case "activate":
			distro.current = paperGeneration;
			return [0, ""];
		case "readlink":
			return distro.current === null ? [1, ""] : [0, distro.current];
		default:
			return null;
	}
}

function sums({ files }: PaperDistro, paths: readonly string[]): Answer {
	const lines = paths.map((path) => {
		const text = files[path];
		return text === undefined ? null : `${createHash("sha256").update(text).digest("hex")}  ${path}`;
	});
	return [lines.includes(null) ? 1 : 0, lines.filter((line) => line !== null).join("\n")];
}

/** What is to be built must be in the list inside. */
function build({ files }: PaperDistro, attribute: string): Answer {
	const [, folder = "", home = ""] =
		/^path:([^#]+)#homeConfigurations\."([^"]+)"\.activationPackage$/.exec(attribute) ?? [];
	const has = files[`${folder}/inventory.json`]?.includes(home) && `${folder}/flake.nix` in files;
	return has ? [0, paperGeneration] : [1, `error: path '${folder}' does not exist`];
}
