// Changes to an inventory, one act each. Every function leaves its input alone and gives either a whole, valid inventory or
// why not; nothing here ever touches Nix code.
import {
	type HomePart,
	type HostClass,
	homeKeySchema,
	homePartSchema,
	homeParts,
	type Inventory,
	type InventoryHome,
	type InventoryHost,
	type InventoryPerson,
	type InventoryRefusal,
	inventoryNameSchema,
} from "../contract/inventory.ts";
import { hostOfHome, readInventory } from "./inventory.ts";

/** exists: that name is taken. not-there: nothing has that name. in-use: something else still names it. */
export type EditRefusal =
	| InventoryRefusal
	| { readonly path: string; readonly rule: "exists" | "not-there" | "in-use" };
export type Edited =
	| { readonly ok: true; readonly inventory: Inventory }
	| { readonly ok: false; readonly refusals: readonly EditRefusal[] };

type Section = "classes" | "people" | "hosts" | "homes";
const refuse = (path: string, rule: EditRefusal["rule"]): Edited => ({
	ok: false,
	refusals: [{ path, rule } as EditRefusal],
});

export const emptyInventory: Inventory = { version: 1, classes: {}, people: {}, hosts: {}, homes: {} };

export function addClass(inventory: Inventory, name: string, value: HostClass): Edited {
	return add(inventory, "classes", name, value, inventoryNameSchema);
}

export function addPerson(inventory: Inventory, name: string, value: InventoryPerson): Edited {
	return add(inventory, "people", name, value, inventoryNameSchema);
}

/** Refused where the host's class is not in the inventory. */
export function addHost(inventory: Inventory, name: string, value: InventoryHost): Edited {
	return add(inventory, "hosts", name, value, inventoryNameSchema);
}

/** `key`: USER@HOST. Refused where the host or the person is not in the inventory. */
export function addHome(inventory: Inventory, key: string, value: InventoryHome): Edited {
	return add(inventory, "homes", key, value, homeKeySchema);
}

/** Puts a part into one home or takes it out. What is so already stays so. Parts of the host's class are not touched. */
export function setPart(inventory: Inventory, key: string, part: HomePart, on: boolean): Edited {
	const home = own(inventory.homes, key);
	if (!home) return refuse(`homes/${key}`, "not-there");
	if (!homePartSchema.safeParse(part).success) return refuse(`homes/${key}/parts`, "value");
	const parts = homeParts.filter((one) => (one === part ? on : home.parts.includes(one)));
	return checked({ ...inventory, homes: { ...inventory.homes, [key]: { ...home, parts } } });
}

/** Moves a host to another class of the inventory. */
export function setHostClass(inventory: Inventory, host: string, className: string): Edited {
	if (!own(inventory.hosts, host)) return refuse(`hosts/${host}`, "not-there");
	return checked({ ...inventory, hosts: { ...inventory.hosts, [host]: { class: className } } });
}

/** Refused while a host is of it. */
export function removeClass(inventory: Inventory, name: string): Edited {
	return remove(inventory, "classes", name, () => Object.values(inventory.hosts).some((host) => host.class === name));
}

/** Refused while a home is theirs. */
export function removePerson(inventory: Inventory, name: string): Edited {
	return remove(inventory, "people", name, () => Object.values(inventory.homes).some((home) => home.person === name));
}

/** Refused while a home is on it. */
export function removeHost(inventory: Inventory, name: string): Edited {
	return remove(inventory, "hosts", name, () => Object.keys(inventory.homes).some((key) => hostOfHome(key) === name));
}

export function removeHome(inventory: Inventory, key: string): Edited {
	return remove(inventory, "homes", key, () => false);
}

/** All parts of a home: its own and those of its host's class, without repeats, in the order of `homeParts`. */
export function partsOfHome(inventory: Inventory, key: string): readonly HomePart[] {
	const home = own(inventory.homes, key);
	const host = own(inventory.hosts, hostOfHome(key));
	const given = [...(home?.parts ?? []), ...((host && own(inventory.classes, host.class)?.parts) ?? [])];
	return home ? homeParts.filter((part) => given.includes(part)) : [];
}

type Key = { safeParse(value: unknown): { success: boolean } };

function add(inventory: Inventory, section: Section, key: string, value: unknown, keySchema: Key): Edited {
	if (!keySchema.safeParse(key).success) return refuse(`${section}/${key}`, "key");
	if (own(inventory[section] as Record<string, unknown>, key)) return refuse(`${section}/${key}`, "exists");
	return checked({ ...inventory, [section]: { ...inventory[section], [key]: value } });
}

function remove(inventory: Inventory, section: Section, key: string, isUsed: () => boolean): Edited {
	if (!own(inventory[section] as Record<string, unknown>, key)) return refuse(`${section}/${key}`, "not-there");
	if (isUsed()) return refuse(`${section}/${key}`, "in-use");
	const { [key]: _, ...rest } = inventory[section] as Record<string, unknown>;
	return checked({ ...inventory, [section]: rest });
}

/** The whole result is read again, so that what no single act looked at is refused too. */
function checked(value: unknown): Edited {
	return readInventory(value);
}

function own<T>(record: Readonly<Record<string, T>>, key: string): T | undefined {
	return Object.hasOwn(record, key) ? record[key] : undefined;
}
