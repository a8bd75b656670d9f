// A plan or receipt of nix-installer, either brand: the same JSON, before and after. Pure.

export interface InstallerAction {
	/** E.g. "provision_nix". */
	readonly name: string;
	/** Uncompleted, Progress, Completed, Skipped. */
	readonly state: string;
}

/** The version of the installer that made the plan; null when `text` does not say. */
export function readInstallerVersion(text: string): string | null {
	const version = field(parseJson(text), "version");
	return typeof version === "string" ? version : null;
}

/** Top-level actions in order; null when `text` is not such a plan. Both spellings of an action's name are known. */
export function readInstallerActions(text: string): InstallerAction[] | null {
	const actions = field(parseJson(text), "actions");
	if (!Array.isArray(actions)) return null;
	const read = actions.map((one: unknown): InstallerAction | null => {
		const action = field(one, "action");
		const name = field(action, "action_name") ?? field(action, "action");
		const state = field(one, "state");
		return typeof name === "string" && typeof state === "string" ? { name, state } : null;
	});
	return read.includes(null) ? null : (read as InstallerAction[]);
}

/**
 * What a receipt says whatever the installer's exit code was: a failed first try leaves a receipt, and a second run then
 * claims that it is completed.
 */
export function receiptState(text: string): "whole" | "half" {
	const actions = readInstallerActions(text);
	const settled = actions?.every(({ state }) => state === "Completed" || state === "Skipped") ?? false;
	return settled && actions !== null && actions.length > 0 ? "whole" : "half";
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function field(value: unknown, name: string): unknown {
	return typeof value === "object" && value !== null && Object.hasOwn(value, name)
		? (value as Record<string, unknown>)[name]
		: undefined;
}
