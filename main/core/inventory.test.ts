import fc from "fast-check";
import { expect, test } from "vitest";
import { type Inventory, inventoryRules } from "../contract/inventory.ts";
import { inventoryText, readInventory } from "./inventory.ts";
import { badInventories, inventories, spoiledInventories } from "./inventory-arbitraries.ts";

test.each(badInventories)("refused: $what", ({ value, refusals }) => {
	const read = readInventory(value);
	expect(read.ok ? [] : read.refusals).toEqual(refusals);
});

test("every rule has a bad inventory of its own", () => {
	const told = new Set(badInventories.flatMap(({ refusals }) => refusals.map(({ rule }) => rule)));
	expect([...told].sort()).toEqual([...inventoryRules].sort());
});

test("written and read again it is the same, and its text does not depend on the order of its entries", () => {
	fc.assert(
		fc.property(inventories, (inventory) => {
			const text = inventoryText(inventory);
			expect(readInventory(JSON.parse(text))).toEqual({
				ok: true,
				inventory: { $schema: "./schema.json", ...inventory },
			});
			expect(inventoryText(reversed(inventory) as Inventory)).toBe(text);
			expect(JSON.parse(text)).toEqual({ $schema: "./schema.json", ...inventory });
		}),
	);
});

test("never throws, whatever comes; what is refused says where and why", () => {
	const rules: readonly string[] = inventoryRules;
	fc.assert(
		fc.property(fc.oneof(fc.jsonValue(), fc.anything(), spoiledInventories), (value) => {
			const read = readInventory(value);
			if (read.ok) return;
			expect(read.refusals.length).toBeGreaterThan(0);
			for (const { rule } of read.refusals) expect(rules).toContain(rule);
		}),
	);
});

function reversed(value: unknown): unknown {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
	return Object.fromEntries(
		Object.entries(value)
			.reverse()
			.map(([key, inner]) => [key, reversed(inner)]),
	);
}
