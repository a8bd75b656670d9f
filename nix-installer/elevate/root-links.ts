// What Nix keeps in the administrator's own home, and its uninstaller leaves there: links into a store that is gone.
import { existsSync, lstatSync, readlinkSync, rmdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";

/** nix-env's own, in the order they can be taken away. */
const links = [".nix-profile", ".nix-defexpr/channels", ".nix-defexpr/channels_root"];
const folder = ".nix-defexpr";

/** Removes links that lead into /nix and nowhere any more, and the folder they lay in once it is empty. Nothing else. */
export function clearRootLinks(home: string): void {
	let removed = false;
	for (const link of links.map((name) => join(home, name))) {
		if (!leadsIntoNothing(link)) continue;
		unlinkSync(link);
		removed = true;
	}
	if (!removed || !isFolder(join(home, folder))) return;
	try {
		rmdirSync(join(home, folder));
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
	}
}

function leadsIntoNothing(path: string): boolean {
	const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
	return isLink && readlinkSync(path).startsWith("/nix/") && !existsSync(path);
}

const isFolder = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
