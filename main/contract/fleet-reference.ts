// Where a household keeps its list of tools, as an invite names it. It comes from a stranger and goes to Nix, so only a
// few plain forms pass: none with a login, none that reads a file of this PC by its options, none that looks like a flag.
import { z } from "zod";

const host = String.raw`[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?){0,8}`;
/** One part of a path: begins with no dot and no dash. */
const part = "[A-Za-z0-9_~][A-Za-z0-9._-]{0,99}";
const parts = `${part}(?:/${part}){0,9}`;

const forms: readonly RegExp[] = [
	new RegExp(`^github:${part}/${part}(?:/${parts})?$`),
	// Groups of groups are written with %2F.
	new RegExp(`^gitlab:${part}(?:%2[Ff]${part}){0,5}/${part}(?:/${parts})?$`),
	new RegExp(String.raw`^git\+https://${host}(?::\d{1,5})?/${parts}$`),
	new RegExp(String.raw`^https://${host}(?::\d{1,5})?/${parts}\.(?:tar|tgz|zip|tar\.(?:gz|xz|bz2|zst))$`),
	/^path:(?:\/[A-Za-z0-9._@+~-][A-Za-z0-9._@+~-]{0,99}){1,30}$/,
];

/** The options that choose what is read from there; everything else that Nix knows is refused. */
const options: Readonly<Record<string, RegExp>> = {
	ref: new RegExp(`^${parts}$`),
	rev: /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/,
	dir: new RegExp(`^${parts}$`),
	host: new RegExp(`^${host}$`),
};

/** True for `github:`, `gitlab:`, `git+https:`, an archive over `https:`, and an absolute `path:`. */
export function isFleetReference(text: string): boolean {
	if (text.length > 512 || text.includes("..")) return false;
	const [place = "", query, ...more] = text.split("?");
	if (more.length > 0 || !forms.some((form) => form.test(place))) return false;
	if (query === undefined) return true;
	if (place.startsWith("path:")) return false;
	const pairs = query.split("&").map((pair) => pair.split("="));
	const names = pairs.map(([name]) => name);
	return (
		new Set(names).size === names.length &&
		pairs.every(([name = "", value = "", ...rest]) => {
			const rule = Object.hasOwn(options, name) ? options[name] : undefined;
			return rest.length === 0 && rule?.test(value) === true;
		})
	);
}

export const fleetReferenceSchema = z.string().max(512).refine(isFleetReference, "not a place for a list of tools");
