// The household's inventory: which PCs there are, of which class, and whose home is on which. fleet/inventory.json is such
// a value; fleet/schema.json is generated from here and checks it in Nix too, so patterns keep to what both understand:
// anchored, no escapes, no look-around.
import { z } from "zod";

/** Parts of a home, each one file in fleet/modules/home. The base part is always there. */
export const homeParts = ["dev", "lending-agent", "tailnet"] as const;
export const homePartSchema = z.enum(homeParts);
export type HomePart = z.infer<typeof homePartSchema>;

/** wsl: a Linux inside Windows. */
export const hostKinds = ["linux", "darwin", "wsl"] as const;
/** What Nix calls the processor and system. Intel Macs are no longer served by it. */
export const hostSystems = ["x86_64-linux", "aarch64-linux", "aarch64-darwin"] as const;

/** A short name for a class, person or host: a lower-case host label (RFC 1123). */
export const inventoryNameSchema = z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
/** USER@HOST: the account's name on that host, as the OS has it. */
export const homeKeySchema = z.string().regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,31}@[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);

/** A kind of PC the household has; its parts go to every home on such a PC. */
export const hostClassSchema = z.strictObject({
	kind: z.enum(hostKinds),
	system: z.enum(hostSystems),
	parts: z.array(homePartSchema),
});
export type HostClass = z.infer<typeof hostClassSchema>;

export const inventoryPersonSchema = z.strictObject({
	/** As the person writes it. */
	name: z.string().min(1),
	/** Signs their commits; nothing is set without it. */
	email: z
		.string()
		.regex(/^[^@ ]+@[^@ ]+$/)
		.optional(),
});
export type InventoryPerson = z.infer<typeof inventoryPersonSchema>;

export const inventoryHostSchema = z.strictObject({ class: inventoryNameSchema });
export type InventoryHost = z.infer<typeof inventoryHostSchema>;

export const inventoryHomeSchema = z.strictObject({
	person: inventoryNameSchema,
	/** The account's home folder on that host. */
	directory: z.string().regex(/^[/][^:]+$/),
	/** Beside those of the host's class. */
	parts: z.array(homePartSchema),
	/** The Home Manager release the home was made with; never changed afterwards, whatever is installed later. */
	madeWith: z.string().regex(/^[0-9]{2}[.](05|11)$/),
});
export type InventoryHome = z.infer<typeof inventoryHomeSchema>;

export const inventorySchema = z.strictObject({
	$schema: z.literal("./schema.json").optional(),
	version: z.literal(1),
	classes: z.record(inventoryNameSchema, hostClassSchema),
	people: z.record(inventoryNameSchema, inventoryPersonSchema),
	hosts: z.record(inventoryNameSchema, inventoryHostSchema),
	homes: z.record(homeKeySchema, inventoryHomeSchema),
});
export type Inventory = z.infer<typeof inventorySchema>;

/**
 * Why a value is no inventory. The first seven come from the schema, the others from what the entries say of each other;
 * those are asked only where the schema holds. fleet/lib finds the same.
 */
export const inventoryRules = [
	"type",
	"missing",
	"unknown",
	"value",
	"pattern",
	"too-short",
	"key",
	"unknown-class",
	"unknown-person",
	"unknown-host",
	"system-mismatch",
	"repeated",
	"reserved",
] as const;
export type InventoryRule = (typeof inventoryRules)[number];

/** `path`: keys from the top, joined by "/". */
export type InventoryRefusal = { readonly path: string; readonly rule: InventoryRule };

/** fleet/schema.json: the JSON Schema (draft 2020-12) of an inventory, as a value. */
export function inventoryJsonSchema(): unknown {
	return { title: "Hearth inventory", ...z.toJSONSchema(inventorySchema, { target: "draft-2020-12" }) };
}
