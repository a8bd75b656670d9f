// The data files of the flake belong to the contract: generated from it, and written as the app writes them.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { homeParts, inventoryJsonSchema } from "../../contract/inventory.ts";
import { inventoryText, readInventory } from "../../core/inventory.ts";

const fleet = (name: string) => readFileSync(join(import.meta.dirname, "../../../fleet", name), "utf8");

test("the schema file is the one generated from the contract", () => {
	expect(JSON.parse(fleet("schema.json"))).toEqual(JSON.parse(JSON.stringify(inventoryJsonSchema())));
});

test("the example is valid and written as the app writes it", () => {
	const read = readInventory(JSON.parse(fleet("inventory.json")));
	if (!read.ok) throw new Error(JSON.stringify(read.refusals));
	expect(inventoryText(read.inventory)).toBe(fleet("inventory.json"));
});

test("the parts of a home are modules of the flake", () => {
	for (const part of ["base", ...homeParts]) expect(fleet(`modules/home/${part}.nix`)).not.toBe("");
});
