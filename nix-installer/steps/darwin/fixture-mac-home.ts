// A home on the Mac on paper: Nix that looks at a list, builds a home that is one file, and its activation script; strict
// about everything else. For tests; never used by the product.
import { createHash } from "node:crypto";
import {
	existsSync,
	lstatSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { binOf, type PaperAnswer, type PaperMac } from "./fixture-mac.ts";

const ok = (stdout = ""): PaperAnswer => [0, stdout, ""];
/** What the home brings. */
export const bringsFile = ".config/tools.conf";

/** Lets `mac` build and activate homes; what is built lies below its folder. */
export function giveHomes(mac: PaperMac): void {
	mac.more = ([program = "", ...args], env) => {
		if (program === join(binOf(mac), "nix") && args[0] === "--extra-experimental-features")
			return nix(mac, args.slice(2));
		if (program.endsWith("/nix-env")) return setProfile(args);
		return program.endsWith("/activate") ? activate(dirname(program), env) : null;
	};
}

function nix(mac: PaperMac, args: readonly string[]): PaperAnswer | null {
	const [verb, what = ""] = args;
	if (verb === "store") return ok();
	if (verb === "flake") {
		const narHash = digestOf(args.find(isList) ?? "");
		return ok(
			JSON.stringify({ locked: { narHash }, url: `${args.find(isList)}?narHash=${encodeURIComponent(narHash)}` }),
		);
	}
	const home = /#homeConfigurations\."([^"]+)"\.activationPackage$/.exec(what)?.[1];
	if (verb !== "build" || home === undefined) return null;
	if (args.includes("--dry-run")) return ok();
	const link = args[args.indexOf("--out-link") + 1] ?? "";
	rmSync(link, { force: true });
	symlinkSync(built(mac, what, home), link);
	return ok();
}

const isList = (argument: string) => argument.startsWith("path:");

function digestOf(flake: string): string {
	const text = readFileSync(join(flake.slice("path:".length), "inventory.json"));
	return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

/** The same home of the same list is the same path. */
function built({ folder }: PaperMac, attribute: string, home: string): string {
	const hash = createHash("sha256")
		.update(`${attribute} ${digestOf(attribute.split("#")[0] ?? "")}`)
		.digest("hex");
	const path = join(folder, "store", `${hash.slice(0, 32)}-home-manager-generation`);
	if (existsSync(path)) return path;
	mkdirSync(join(path, "home-files", dirname(bringsFile)), { recursive: true });
	if (!home.endsWith("-remove")) writeFileSync(join(path, "home-files", bringsFile), "tools");
	return path;
}

function setProfile([, profile = "", verb, generation = ""]: readonly string[]): PaperAnswer | null {
	if (verb !== "--set") return null;
	for (const path of [profile, `${profile}-1-link`]) rmSync(path, { force: true });
	symlinkSync(generation, `${profile}-1-link`);
	symlinkSync(`${profile}-1-link`, profile);
	return ok();
}

function activate(generation: string, env: Readonly<Record<string, string>>): PaperAnswer {
	const { HOME = "", XDG_STATE_HOME = "", HOME_MANAGER_BACKUP_EXT: extension } = env;
	const [wanted, place] = [join(generation, "home-files", bringsFile), join(HOME, bringsFile)];
	const current = join(XDG_STATE_HOME, "home-manager", "gcroots", "current-home");
	const there = lstatSync(place, { throwIfNoEntry: false });
	if (env.DRY_RUN === "1") return ok();
	const brings = existsSync(wanted);
	if (there?.isSymbolicLink()) rmSync(place);
	else if (there && brings) renameSync(place, `${place}.${extension}`);
	rmSync(current, { force: true });
	if (!brings) return ok();
	mkdirSync(dirname(place), { recursive: true });
	symlinkSync(wanted, place);
	mkdirSync(dirname(current), { recursive: true });
	symlinkSync(generation, current);
	return ok();
}
