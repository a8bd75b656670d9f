// Reads, checks and writes a household's inventory. Pure; fleet/lib/validate.nix refuses the same for the same reasons.
import type { z } from "zod";
import { type Inventory, type InventoryRefusal, type InventoryRule, inventorySchema } from "../contract/inventory.ts";

export type ReadInventory =
	| { readonly ok: true; readonly inventory: Inventory }
	| { readonly ok: false; readonly refusals: readonly InventoryRefusal[] };

/** Checks a parsed JSON value. All refusals are told at once, sorted by path and rule. Never throws. */
export function readInventory(value: unknown): ReadInventory {
	const parsed = inventorySchema.safeParse(value);
	const hidden = protoRefusals(value);
	if (!parsed.success || hidden.length > 0) {
		const told = parsed.error?.issues.flatMap((issue) => schemaRefusals(issue, value)) ?? [];
		// An empty list where a text belongs is of the wrong type, and nothing more.
		const wrong = new Set(told.filter(({ rule }) => rule === "type").map(({ path }) => path));
		const kept = told.filter(({ path, rule }) => rule === "type" || !wrong.has(path));
		return { ok: false, refusals: sortRefusals([...kept, ...hidden]) };
	}
	const refusals = linkRefusals(parsed.data);
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, inventory: parsed.data };
}

/** The file's text: sorted keys, tabs, one entry a line, a newline at its end, so that a change is a small difference. */
export function inventoryText(inventory: Inventory): string {
	return `${textOf({ ...inventory, $schema: "./schema.json" }, "")}\n`;
}

/** What entries say of each other, in an inventory that fits its schema. Sorted. */
export function linkRefusals({ classes, people, hosts, homes }: Inventory): readonly InventoryRefusal[] {
	const found: InventoryRefusal[] = [];
	const refuse = (path: string, rule: InventoryRule) => found.push({ path, rule });
	for (const [name, { kind, system, parts }] of Object.entries(classes)) {
		if ((kind === "darwin") !== system.endsWith("-darwin")) refuse(`classes/${name}/system`, "system-mismatch");
		if (new Set(parts).size < parts.length) refuse(`classes/${name}/parts`, "repeated");
	}
	for (const [name, host] of Object.entries(hosts)) {
		if (!Object.hasOwn(classes, host.class)) refuse(`hosts/${name}/class`, "unknown-class");
		// HOME-remove is the name of what takes a home out again.
		if (name.endsWith("-remove")) refuse(`hosts/${name}`, "reserved");
	}
	for (const [key, { person, parts }] of Object.entries(homes)) {
		if (!Object.hasOwn(people, person)) refuse(`homes/${key}/person`, "unknown-person");
		if (!Object.hasOwn(hosts, hostOfHome(key))) refuse(`homes/${key}`, "unknown-host");
		if (new Set(parts).size < parts.length) refuse(`homes/${key}/parts`, "repeated");
	}
	return sortRefusals(found);
}

/** HOST of USER@HOST. */
export function hostOfHome(key: string): string {
	return key.slice(key.lastIndexOf("@") + 1);
}

function schemaRefusals(issue: z.core.$ZodIssue, value: unknown): InventoryRefusal[] {
	const path = issue.path.map(String);
	const at = (rule: InventoryRule, more: readonly string[] = []) => ({ path: [...path, ...more].join("/"), rule });
	if (!isThere(value, path)) return [at("missing")];
	switch (issue.code) {
		case "unrecognized_keys":
			return issue.keys.map((key) => at("unknown", [key]));
		case "invalid_key":
			return [at("key")];
		case "invalid_value":
			return [at("value")];
		case "invalid_format":
			return [at("pattern")];
		case "too_small":
			return [at("too-short")];
		default:
			return [at("type")];
	}
}

function isThere(value: unknown, path: readonly string[]): boolean {
	let at = value;
	for (const key of path) {
		if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return false;
		at = (at as Record<string, unknown>)[key];
	}
	return at !== undefined;
}

/** The schema's reader passes over a key called __proto__ in a record; no name here may be one. */
function protoRefusals(value: unknown): InventoryRefusal[] {
	const sections = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
	return ["classes", "people", "hosts", "homes"].flatMap((name) => {
		const section = Object.hasOwn(sections, name) ? sections[name] : null;
		const named = typeof section === "object" && section !== null && Object.hasOwn(section, "__proto__");
		return named && !Array.isArray(section) ? [{ path: `${name}/__proto__`, rule: "key" as const }] : [];
	});
}

function sortRefusals(refusals: readonly InventoryRefusal[]): readonly InventoryRefusal[] {
	const text = ({ path, rule }: InventoryRefusal) => `${path}\n${rule}`;
	const sorted = new Map(refusals.map((one) => [text(one), one] as const));
	return [...sorted.keys()].sort().map((key) => sorted.get(key) as InventoryRefusal);
}

function textOf(value: unknown, indent: string): string {
	if (Array.isArray(value)) return `[${value.map((one) => JSON.stringify(one)).join(", ")}]`;
	if (typeof value !== "object" || value === null) return JSON.stringify(value);
	const inner = `${indent}\t`;
	const entries = Object.entries(value).filter(([, one]) => one !== undefined);
	// By code unit, so that the order is the same on every PC.
	const lines = entries
		.sort(([a], [b]) => (a < b ? -1 : 1))
		.map(([k, v]) => `${inner}${JSON.stringify(k)}: ${textOf(v, inner)}`);
	return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n${indent}}`;
}
