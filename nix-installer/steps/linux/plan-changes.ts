// What an installation's plan changes on this PC, read out of the plan itself, so that what is shown is what is done.
import type { StepShown } from "../../../main/contract/setup.ts";

type Change = StepShown["changes"][number];

/** More than any plan nests. */
const deepest = 50;

/**
 * The files, accounts and services a plan names, each once, without what lies inside the folder it makes first. Empty when
 * `text` is no plan. An action that is not known here shows nothing by itself, but its parts do.
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

function collect(value: unknown, all: Change[], depth: number): void {
	if (typeof value !== "object" || value === null || depth > deepest) return;
	const change = changeOf(value);
	if (change) all.push(change);
	for (const part of Object.values(value)) collect(part, all, depth + 1);
}

function changeOf(action: object): Change | null {
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
			return made("service", "adds", text(action, "service_dest"));
		default:
			return null;
	}
}

const made = (kind: Change["kind"], how: Change["how"], place: string | null): Change | null =>
	place ? { kind, how, place } : null;

function text(value: unknown, name: string): string | null {
	const found = field(value, name);
	return typeof found === "string" ? found : null;
}

function field(value: unknown, name: string): unknown {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}
