// The person's own things that stand where links go: what is written down of them before, and how they come back.
import { lstatSync, lutimesSync, renameSync, symlinkSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { standingAt } from "./home-links.ts";

export const originalSchema = z.discriminatedUnion("kind", [
	/** Moved aside by the activation, to PATH.EXTENSION, with everything it has; `id` is its file number. */
	z.strictObject({ path: z.string(), kind: z.enum(["file", "folder"]), id: z.string() }),
	/** A link of the person's. The activation replaces it without keeping it, so its text is kept here. */
	z.strictObject({ path: z.string(), kind: z.literal("link"), text: z.string(), changedMs: z.number() }),
]);
export type Original = z.infer<typeof originalSchema>;

/** What stands at `path` of the home; null when nothing does. @throws what node:fs throws, ENOTDIR included */
export function readOriginal(home: string, path: string): Original | null {
	const found = standingAt(join(home, path));
	if (found.kind === "free" || found.kind === "no-folder") return null;
	if (found.kind !== "link") return { path, kind: found.kind, id: found.id };
	return { path, kind: "link", text: found.text, changedMs: lstatSync(join(home, path)).mtimeMs };
}

export type PutBack =
	/** It stands where it stood. */
	| { readonly end: "back" }
	/** The person has put something else there since; the original, if it was a file, is still at `backup`. */
	| { readonly end: "kept"; readonly backup: string | null }
	/** Neither at its place nor where it was moved. */
	| { readonly end: "gone" };

/**
 * Puts one original back. Call it once the links of the generation are gone. Overwrites nothing; again is harmless.
 * @throws what node:fs throws
 */
export function putBack(home: string, original: Original, extension: string): PutBack {
	const place = join(home, original.path);
	const now = standingAt(place);
	if (original.kind === "link") return putLinkBack(place, original, now.kind === "link" ? now.text : now.kind);
	const backup = `${place}.${extension}`;
	const aside = standingAt(backup);
	if (aside.kind === "free" || aside.kind === "no-folder") {
		if (now.kind === "free" || now.kind === "no-folder") return { end: "gone" };
		// Never moved, or moved back before; or the person made something new of the same name.
		return now.kind !== "link" && now.id === original.id ? { end: "back" } : { end: "kept", backup: null };
	}
	if (now.kind !== "free") return { end: "kept", backup };
	renameSync(backup, place);
	return { end: "back" };
}

function putLinkBack(place: string, original: Original & { kind: "link" }, now: string): PutBack {
	if (now === original.text) return { end: "back" };
	if (now !== "free") return { end: "kept", backup: null };
	symlinkSync(original.text, place);
	lutimesSync(place, original.changedMs / 1000, original.changedMs / 1000);
	return { end: "back" };
}

/** Removes the link at `path` of the home if it leads exactly to `target`. True when it did. */
export function removeLink(home: string, path: string, target: string): boolean {
	const place = join(home, path);
	const found = standingAt(place);
	if (found.kind !== "link" || found.text !== target) return false;
	unlinkSync(place);
	return true;
}
