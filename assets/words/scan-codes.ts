// Which codes the sources can say: what a test needs to find words that are missing and words nobody says.
import { readdirSync, readFileSync } from "node:fs";

const rooms = ["main", "nix-installer", "renderer", "electron", "scripts"];
const skipped = /\.(test|int\.test|spec)\.tsx?$|\/fixture[^/]*\.ts$|\.d\.ts$/;

export interface Said {
	/** Codes handed to say() as they stand, with the file. */
	readonly spoken: ReadonlyMap<string, string>;
	/** May some source say this code: as a literal, or as a template whose open parts are all named somewhere? */
	readonly canSay: (code: string) => boolean;
}

/** Reads every source below `root` (a file URL that ends with a slash) but tests and their fixtures. */
export function scanCodes(root: URL): Said {
	const files = rooms.flatMap((room) =>
		readdirSync(new URL(`${room}/`, root), { recursive: true, encoding: "utf8" })
			.filter((one) => /\.tsx?$/.test(one) && !skipped.test(`/${one}`))
			.map((one) => `${room}/${one}`),
	);
	const literals = new Set<string>();
	const names = new Set<string>();
	const templates = new Set<string>();
	const spoken = new Map<string, string>();
	for (const path of files) {
		const text = readFileSync(new URL(path, root), "utf8");
		for (const [, one = ""] of text.matchAll(/"((?:[^"\\\n]|\\.)*)"/g)) literals.add(one);
		for (const [, one = ""] of text.matchAll(/`([\w.-]*(?:\$\{[^`{}]*\}[\w.-]*)+)`/g)) templates.add(one);
		for (const [, one = ""] of text.matchAll(/([A-Za-z][\w-]*)"?\??:/g)) names.add(one);
		for (const [, one = ""] of text.matchAll(/\bsay(?:Known)?\(\s*"([a-z-]+\.[^"]+)"/g)) spoken.set(one, path);
	}
	const patterns = [...templates].map(patternOf).filter((one) => one !== null);
	const known = (part: string) => literals.has(part) || names.has(part);
	const named = (part: string) => known(part) || /^\d+$/.test(part) || part.split(/[.-]/).every((one) => known(one));
	return {
		spoken,
		canSay: (code) =>
			literals.has(code) ||
			patterns.some(
				(one) =>
					one
						.exec(code)
						?.slice(1)
						.every((part) => named(part)) === true,
			),
	};
}

/** A template such as page.receipt.${code} as a pattern with its open parts; null when it fixes too little to tell. */
function patternOf(template: string): RegExp | null {
	const fixed = template.split(/\$\{[^}]*\}/);
	return fixed.some((one) => /[\w-]{3}/.test(one))
		? new RegExp(`^${fixed.map((one) => one.replaceAll(".", "\\.")).join("(.+)")}$`)
		: null;
}
