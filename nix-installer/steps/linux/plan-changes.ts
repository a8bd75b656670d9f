// What an installation's plan changes on this PC, read out of the plan itself, so that what is shown is what is done.
import type { StepShown } from "../../../main/contract/setup.ts";

type Change = StepShown["changes"][number];

/** More than any plan nests. */
const deepest = 50;

/**
 * The files, accounts and services a plan names, each once, without what lies inside a folder it makes and without what it
 * finds done already. Empty when `text` is no plan. An action that is not known here shows nothing by itself, but its parts do.
 */
export function readPlanChanges(text: string): Change[] {
	let plan: unknown;
	try {
		plan = JSON.parse(text);
	} catch {
		return [];
	}
	const all: Change[] = [];
	collect(field(plan, "actions"), all, 0);
	const folders = all.filter(({ kind }) => kind === "folder").map(({ place }) => place);
	const isInside = (place: string) => folders.some((folder) => place.startsWith(`${folder}/`));
	const seen = new Set<string>();
	return all.filter(({ kind, place }) => {
		if (seen.has(place) || ((kind === "file" || kind === "folder") && isInside(place))) return false;
		seen.add(place);
		return true;
	});
}

/** A place that was shown itself, lies in a folder that was, or is one of a row such as "nixbld1 … nixbld32". */
export function isShown(place: string, shown: readonly string[]): boolean {
	return shown.some((one) => place === one || place.startsWith(`${one}/`) || isInRow(place, one));
}

function isInRow(place: string, row: string): boolean {
	const [, name, first, other, last] = /^([a-z_]+)(\d+) … ([a-z_]+)(\d+)$/.exec(row) ?? [];
	const [, itsName, its] = /^([a-z_]+)([1-9]\d*)$/.exec(place) ?? [];
	return (
		name !== undefined &&
		name === other &&
		name === itsName &&
		Number(first) <= Number(its) &&
		Number(its) <= Number(last)
	);
}

function collect(value: unknown, all: Change[], depth: number): void {
	if (typeof value !== "object" || value === null || depth > deepest) return;
	// An action that a plan holds as completed finds its work done: that folder was here before.
	if (/^(Completed|Skipped)$/.test(text(value, "state") ?? "") && text(field(value, "action"), "path") !== null) return;
	all.push(...changesOf(value));
	for (const part of Object.values(value)) collect(part, all, depth + 1);
}

function changesOf(action: object): Change[] {
	const name = text(action, "action_name") ?? text(action, "action");
	switch (name) {
		case "create_directory":
			return made("folder", "adds", text(action, "path"));
		case "create_file":
		case "create_or_merge_nix_config":
			return made("file", "adds", text(action, "path"));
		case "create_or_insert_into_file":
			return made("file", "changes", text(action, "path"));
		case "create_user":
		case "create_group":
			return made("account", "adds", text(action, "name"));
		case "configure_init_service":
			return [text(action, "service_dest"), ...socketsOf(action)].flatMap((place) => made("service", "adds", place));
		case "provision_selinux":
			return made("file", "adds", text(action, "policy_path"));
		default:
			return [];
	}
}

function socketsOf(action: object): (string | null)[] {
	const sockets = field(action, "socket_files");
	return Array.isArray(sockets) ? sockets.map((one: unknown) => text(one, "dest")) : [];
}

const made = (kind: Change["kind"], how: Change["how"], place: string | null): Change[] =>
	place ? [{ kind, how, place }] : [];

function text(value: unknown, name: string): string | null {
	const found = field(value, name);
	return typeof found === "string" ? found : null;
}

function field(value: unknown, name: string): unknown {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}
