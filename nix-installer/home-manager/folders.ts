// Which folders and state links were there before setup, and how exactly those are there afterwards. Home Manager removes
// folders that it leaves empty, also those that were there before.
import { chmodSync, mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync, statSync, unlinkSync } from "node:fs";
import { join, relative } from "node:path";
import { z } from "zod";
import { readLink } from "./generations.ts";
import { foldersOf, standingAt } from "./home-links.ts";
import { type HomePlaces, homeProfile } from "./home-places.ts";

/** There, but no folder: a link or a file. Never made again. */
const otherThing = -1;

/** Absolute path -> a folder's mode; null: nothing was there. */
export const foldersBeforeSchema = z.record(z.string(), z.int().nullable());
export type FoldersBefore = z.infer<typeof foldersBeforeSchema>;

/** The folders and links that Nix and Home Manager make for themselves. */
const statePlaces = ({ home, state, data, cache }: HomePlaces) => ({
	profileLink: join(home, ".nix-profile"),
	channels: join(home, ".nix-defexpr"),
	profiles: join(state, "nix", "profiles"),
	profile: join(state, "nix", "profiles", "profile"),
	gcroots: join(state, "home-manager", "gcroots"),
	homeData: join(data, "home-manager"),
	nixCache: join(cache, "nix"),
});

/** Reads what is there of the folders above `paths` (relative to the home) and of the state. Changes nothing. */
export function readFolders(places: HomePlaces, paths: readonly string[]): FoldersBefore {
	const state = Object.values(statePlaces(places));
	const above = [...state, homeProfile(places)].flatMap((one) => outermostFirst(one, places.home));
	const all = [...foldersOf(paths).map((one) => join(places.home, one)), ...above, ...state];
	return Object.fromEntries(all.map((path) => [path, modeOf(path)]));
}

function modeOf(path: string): number | null {
	const found = standingAt(path);
	if (found.kind === "free" || found.kind === "no-folder") return null;
	return found.kind === "folder" ? statSync(path).mode & 0o7777 : otherThing;
}

/** Folders between `home` (or the root, for places outside it) and `path`, without either. */
function outermostFirst(path: string, home: string): string[] {
	const inside = relative(home, path);
	const from = inside.startsWith("..") ? "/" : home;
	return foldersOf([relative(from, path)]).map((one) => join(from, one));
}

/** Makes the folders again that were there and are gone. @throws what node:fs throws */
export function restoreFolders(before: FoldersBefore): void {
	for (const [path, mode] of Object.entries(before).sort(([a], [b]) => a.length - b.length)) {
		if (mode === null || mode === otherThing || standingAt(path).kind !== "free") continue;
		mkdirSync(path);
		chmodSync(path, mode);
	}
}

/**
 * Removes the state that was not there before and holds nothing of the person's: profile links without a program in them,
 * caches, records, and then every new folder that is empty. Leaves all else.
 * @throws what node:fs throws
 */
export function removeNewState(places: HomePlaces, before: FoldersBefore): void {
	const at = statePlaces(places);
	const isNew = (path: string) => before[path] === null && standingAt(path).kind !== "free";
	if (isNew(at.profileLink) && isProfileEmpty(at.profileLink)) unlinkSync(at.profileLink);
	if (isNew(at.profile) && isProfileEmpty(at.profile)) removeNames(at.profiles, /^profile(-\d+-link)?$/);
	if (isNew(at.channels)) removeNames(at.channels, /^(channels|channels_root|manifest\.nix)$/);
	if (isNew(at.nixCache)) rmSync(at.nixCache, { recursive: true, force: true });
	const folders = Object.keys(before).filter((path) => before[path] === null);
	for (const path of folders.sort((a, b) => b.length - a.length)) removeEmpty(path);
}

/** True when a profile that was not there before still holds programs. */
export function hasProgramsLeft(places: HomePlaces, before: FoldersBefore): boolean {
	const { profileLink, profile } = statePlaces(places);
	return [profileLink, profile].some((path) => before[path] === null && standingAt(path).kind !== "free");
}

/** Removes the home's generations and Home Manager's record of them. Only where both are ours. */
export function removeGenerations(places: HomePlaces): void {
	const { profiles, gcroots } = statePlaces(places);
	removeNames(profiles, /^home-manager(-\d+-link)?$/);
	removeNames(gcroots, /^(current|new)-home$/);
}

/** No program is in it: it is gone from the store, or holds nothing but Nix's list of nothing. */
function isProfileEmpty(link: string): boolean {
	if (readLink(link) === null) return false;
	let target: string;
	try {
		target = realpathSync(link);
	} catch {
		return true;
	}
	return readdirSync(target).every((name) => name === "manifest.nix" || name === "manifest.json");
}

function removeNames(folder: string, pattern: RegExp): void {
	if (standingAt(folder).kind !== "folder") return;
	for (const name of readdirSync(folder)) {
		const found = standingAt(join(folder, name));
		if (pattern.test(name) && found.kind !== "folder") unlinkSync(join(folder, name));
	}
}

function removeEmpty(path: string): void {
	if (standingAt(path).kind !== "folder" || readdirSync(path).length > 0) return;
	rmdirSync(path);
}
