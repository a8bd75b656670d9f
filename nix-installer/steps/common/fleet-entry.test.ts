// This account's home as one more entry of any household's list.
import fc from "fast-check";
import { expect, test } from "vitest";
import { hostKinds, hostSystems, type Inventory } from "../../../main/contract/inventory.ts";
import { readInventory } from "../../../main/core/inventory.ts";
import { addPerson, emptyInventory } from "../../../main/core/inventory-edit.ts";
import { addThisHome, homeKey, listName, type ThisHome } from "./fleet-entry.ts";

const here: ThisHome = {
	user: "ada",
	host: "Attic.local",
	directory: "/home/ada",
	kind: "linux",
	system: "x86_64-linux",
};

function added(inventory: Inventory, one: ThisHome): Inventory {
	const result = addThisHome(inventory, one);
	if (!result.ok) throw new Error(JSON.stringify(result.refusals));
	return result.inventory;
}

const homesHere = fc.record({
	user: fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,20}$/),
	host: fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._ -]{0,20}$/),
	directory: fc.stringMatching(/^\/home\/[a-z]{1,8}$/),
	kind: fc.constantFrom(...hostKinds),
	system: fc.constantFrom(...hostSystems),
});

test("an empty list gets the class, the PC, the person and the home, and nothing that lends or starts by itself", () => {
	expect(addThisHome(emptyInventory, here)).toEqual({
		ok: true,
		key: "ada@attic",
		inventory: {
			version: 1,
			classes: { "linux-pc": { kind: "linux", system: "x86_64-linux", parts: [] } },
			people: { ada: { name: "ada" } },
			hosts: { attic: { class: "linux-pc" } },
			homes: { "ada@attic": { person: "ada", directory: "/home/ada", parts: ["dev"], madeWith: "26.05" } },
		},
	});
});

test("a class that fits, the person and the PC are taken as they are", () => {
	const classes: Inventory["classes"] = {
		mac: { kind: "darwin", system: "aarch64-darwin", parts: [] },
		pc: { kind: "linux", system: "x86_64-linux", parts: ["tailnet"] },
	};
	const people = { ada: { name: "Ada", email: "ada@example.org" } };
	const one = added({ ...emptyInventory, classes, people }, here);
	expect([one.classes, one.people, one.hosts]).toEqual([classes, people, { attic: { class: "pc" } }]);
	const moved = added({ ...one, homes: {}, hosts: { attic: { class: "mac" } } }, here);
	expect(moved.hosts).toEqual({ attic: { class: "mac" } });
});

test("whatever is added: the list is valid, what it said stays, and the same home is not added twice", () => {
	let fitting = 0;
	fc.assert(
		fc.property(fc.array(homesHere, { maxLength: 5 }), homesHere, (others, mine) => {
			let list = emptyInventory;
			for (const one of others) {
				const result = addThisHome(list, one);
				if (result.ok) list = result.inventory;
			}
			const before = JSON.stringify(list);
			const result = addThisHome(list, mine);
			expect(JSON.stringify(list)).toBe(before);
			if (!result.ok) {
				expect(result.refusals.length).toBeGreaterThan(0);
				return;
			}
			fitting++;
			expect(readInventory(result.inventory)).toMatchObject({ ok: true });
			expect(result.inventory).toMatchObject(list as object);
			expect(Object.keys(result.inventory.homes).length).toBe(Object.keys(list.homes).length + 1);
			expect(result.key).toBe(homeKey(mine));
			expect(addThisHome(result.inventory, mine).ok).toBe(false);
		}),
	);
	expect(fitting).toBeGreaterThan(10);
});

test("names that nothing of can stay are refused, and never end in the name that takes a home out", () => {
	expect(["Küche", "--", "My PC!", "a".repeat(80)].map((name) => listName(name).length)).toEqual([5, 0, 5, 63]);
	expect(addThisHome(emptyInventory, { ...here, host: "..." }).ok).toBe(false);
	expect(addThisHome(emptyInventory, { ...here, host: "attic-remove" }).ok).toBe(false);
	expect(addThisHome(emptyInventory, { ...here, user: "-x" }).ok).toBe(false);
	const taken = addPerson(emptyInventory, "ada", { name: "Ada" });
	expect(taken.ok && added(taken.inventory, here).people).toEqual({ ada: { name: "Ada" } });
});
