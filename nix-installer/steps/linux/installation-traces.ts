// What an installation left behind after its uninstaller ran: the uninstaller may take away the store and its own record and
// still fail at the rest, so that nothing but the places themselves can say that nothing is left.
import { lstatSync, readFileSync } from "node:fs";
import type { StepShown } from "../../../main/contract/setup.ts";
import { sharedFolders } from "../../elevate/elevated.ts";
import type { Memory } from "../../engine/step.ts";

type Change = StepShown["changes"][number];

/** How to look at this PC; other ways in tests. */
export interface TraceReaders {
	isThere(path: string): boolean;
	/** null when it cannot be read. */
	text(path: string): string | null;
}

export const systemTraces: TraceReaders = {
	isThere: (path) => lstatSync(path, { throwIfNoEntry: false }) !== undefined,
	text(path) {
		try {
			return readFileSync(path, "utf8");
		} catch {
			return null;
		}
	},
};

/** Of a step's memory: places of `changes` and folders of the system that were there before, a line each. */
export type StoodBefore = { readonly before: string; readonly shared: string };

/** What stands before an installation; what is remembered of before a first try counts more than what is there now. */
export function stoodBefore(changes: readonly Change[], memory: Memory | null, readers: TraceReaders): StoodBefore {
	const { before, shared } = memory ?? {};
	if (typeof before === "string" && typeof shared === "string") return { before, shared };
	return {
		before: tracesOf(changes, readers).join("\n"),
		shared: sharedFolders.filter((folder) => readers.isThere(folder)).join("\n"),
	};
}

/** What is left of an installation; nothing where an older Hearth did not remember what was there before it. */
export function tracesLeft(changes: readonly Change[], { before }: Memory, readers: TraceReaders): string[] {
	if (typeof before !== "string") return [];
	const known = before.split("\n");
	return tracesOf(changes, readers).filter((place) => !known.includes(place));
}

/** Folders of the system that uninstalling has to leave there. */
export function sharedBefore({ shared }: Memory): (typeof sharedFolders)[number][] {
	const names = typeof shared === "string" ? shared.split("\n") : [];
	return sharedFolders.filter((folder) => names.includes(folder));
}

/** What every line that an installation adds to a start file speaks of. */
const spokenOf = "/nix/var/nix/profiles/default/etc/profile.d/";

/** Those places of `changes` that are there: what is added exists, what is changed holds the installation's lines. */
export function tracesOf(changes: readonly Change[], readers: TraceReaders): string[] {
	const accounts = namesIn(readers);
	return changes.filter((change) => isTrace(change, readers, accounts)).map(({ place }) => place);
}

function isTrace(
	{ kind, how, place }: Change,
	{ isThere, text }: TraceReaders,
	accounts: ReadonlySet<string>,
): boolean {
	if (kind === "account") return namesOf(place).some((name) => accounts.has(name));
	if (how === "changes") return text(place)?.includes(spokenOf) ?? false;
	return how === "adds" && isThere(place);
}

/** "nixbld1 … nixbld32" stands for its ends. */
const namesOf = (place: string) => place.split(" … ");

/** passwd(5) and group(5): the name is what stands before the first colon. */
function namesIn({ text }: TraceReaders): ReadonlySet<string> {
	const lines = ["/etc/passwd", "/etc/group"].flatMap((path) => (text(path) ?? "").split("\n"));
	return new Set(lines.map((line) => line.split(":", 1)[0] ?? "").filter((name) => name !== ""));
}
