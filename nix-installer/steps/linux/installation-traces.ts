// What an installation left behind after its uninstaller ran: the uninstaller may take away the store and its own record and
// still fail at the rest, so that nothing but the places themselves can say that nothing is left.
import { lstatSync, readFileSync } from "node:fs";
import type { StepShown } from "../../../main/contract/setup.ts";

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
