// The generations of a home, as their links say: nothing is asked and nothing is parsed.
import { lstatSync, readdirSync, readlinkSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { currentHome, type HomePlaces, homeProfile } from "./home-places.ts";

export interface Generation {
	/** Counted by Nix from 1. */
	readonly number: number;
	/** Store path. */
	readonly path: string;
	readonly madeMs: number;
	readonly current: boolean;
}

/** Oldest first; empty when there is no such profile. A link that leads nowhere any more is still listed. */
export function listGenerations(places: HomePlaces): Generation[] {
	const profile = homeProfile(places);
	const now = readLink(profile);
	const pattern = new RegExp(`^${basename(profile)}-([1-9][0-9]{0,8})-link$`);
	return readFolder(dirname(profile))
		.flatMap((name): Generation[] => {
			const number = Number(pattern.exec(name)?.[1] ?? Number.NaN);
			const link = resolve(dirname(profile), name);
			const path = Number.isNaN(number) ? null : readLink(link);
			if (path === null) return [];
			return [{ number, path, madeMs: lstatSync(link).mtimeMs, current: now === link }];
		})
		.sort((a, b) => a.number - b.number);
}

/** Store path of the generation the profile stands at, whether it is still in the store or not. null: no profile. */
export function profileTarget(places: HomePlaces): string | null {
	const link = readLink(homeProfile(places));
	return link === null ? null : (readLink(link) ?? link);
}

/** Store path of the generation whose links are in the home, by Home Manager's own record. null: none. */
export function activeTarget(places: HomePlaces): string | null {
	return readLink(currentHome(places));
}

/** True when this account has a home of Home Manager's making, in any of the places it has used. */
export function hasHome(places: HomePlaces, env: Readonly<Record<string, string | undefined>>): boolean {
	const state = env.NIX_STATE_DIR ?? process.env.NIX_STATE_DIR ?? "/nix/var/nix";
	const earlier = join(state, "profiles", "per-user", places.user, "home-manager");
	return [homeProfile(places), currentHome(places), earlier].some((link) => readLink(link) !== null);
}

/** Where a link leads, as an absolute path of one hop; null when there is no link. */
export function readLink(path: string): string | null {
	try {
		return resolve(dirname(path), readlinkSync(path));
	} catch {
		return null;
	}
}

function readFolder(path: string): string[] {
	try {
		return readdirSync(path);
	} catch {
		return [];
	}
}
