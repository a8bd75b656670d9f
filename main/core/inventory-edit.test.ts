import fc from "fast-check";
import { expect, test } from "vitest";
import { homeParts, type Inventory } from "../contract/inventory.ts";
import { hostOfHome, readInventory } from "./inventory.ts";
import { anInventory, anyClass, inventories } from "./inventory-arbitraries.ts";
import {
	addClass,
	addHome,
	addHost,
	addPerson,
	type Edited,
	emptyInventory,
	partsOfHome,
	removeClass,
	removeHome,
	removeHost,
	removePerson,
	setHostClass,
	setPart,
} from "./inventory-edit.ts";

const done = (edited: Edited): Inventory => {
	if (!edited.ok) throw new Error(JSON.stringify(edited.refusals));
	return edited.inventory;
};
const why = (edited: Edited) =>
	edited.ok ? "done" : edited.refusals.map(({ path, rule }) => `${path} ${rule}`).join();
const home = { person: "linden", directory: "/home/linden", parts: [], madeWith: "26.05" };

test("a household is written down from nothing", () => {
	let one = done(addClass(emptyInventory, "pc", { kind: "linux", system: "x86_64-linux", parts: ["tailnet"] }));
	one = done(addPerson(one, "linden", { name: "Linden" }));
	one = done(addHost(one, "attic", { class: "pc" }));
	one = done(addHome(one, "linden@attic", home));
	one = done(setPart(one, "linden@attic", "dev", true));
	expect(partsOfHome(one, "linden@attic")).toEqual(["dev", "tailnet"]);
	expect(partsOfHome(one, "rowan@attic")).toEqual([]);
	expect(readInventory(one)).toEqual({ ok: true, inventory: one });
});

test("what cannot be is refused by name", () => {
	const one = anInventory;
	const table: [Edited, string][] = [
		[addPerson(one, "linden", { name: "L" }), "people/linden exists"],
		[addPerson(one, "Linden", { name: "L" }), "people/Linden key"],
		[addPerson(one, "__proto__", { name: "L" }), "people/__proto__ key"],
		[addPerson(one, "rowan", { name: "" }), "people/rowan/name too-short"],
		[addHost(one, "attic", { class: "pc" }), "hosts/attic exists"],
		[addHost(one, "cellar", { class: "tv" }), "hosts/cellar/class unknown-class"],
		[addHost(one, "constructor", { class: "constructor" }), "hosts/constructor/class unknown-class"],
		[addHome(one, "linden@cellar", home), "homes/linden@cellar unknown-host"],
		[addHome(one, "rowan@attic", { ...home, person: "rowan" }), "homes/rowan@attic/person unknown-person"],
		[addHome(one, "linden", home), "homes/linden key"],
		[addHome(one, "l@attic", { ...home, directory: "here" }), "homes/l@attic/directory pattern"],
		[addClass(one, "mac", { kind: "darwin", system: "x86_64-linux", parts: [] }), "classes/mac/system system-mismatch"],
		[setPart(one, "linden@cellar", "dev", true), "homes/linden@cellar not-there"],
		[setPart(one, "linden@attic", "games" as "dev", true), "homes/linden@attic/parts value"],
		[setHostClass(one, "cellar", "pc"), "hosts/cellar not-there"],
		[setHostClass(one, "attic", "tv"), "hosts/attic/class unknown-class"],
		[removeClass(one, "pc"), "classes/pc in-use"],
		[removePerson(one, "linden"), "people/linden in-use"],
		[removeHost(one, "attic"), "hosts/attic in-use"],
		[removeHome(one, "toString@attic"), "homes/toString@attic not-there"],
	];
	for (const [edited, text] of table) expect(why(edited)).toBe(text);
});

test("every act gives a valid inventory or a reason, and leaves what it was given alone", () => {
	const name = fc.constantFrom(
		"linden",
		"attic",
		"pc",
		"new",
		"constructor",
		"Bad",
		"linden@attic",
		"new@attic",
		"a@new",
	);
	const act = fc.tuple(fc.nat(9), name, name, anyClass, fc.constantFrom(...homeParts), fc.boolean());
	fc.assert(
		fc.property(inventories, fc.array(act, { maxLength: 12 }), (start, acts) => {
			let at = start;
			for (const [kind, a, b, aClass, part, on] of acts) {
				const before = JSON.stringify(at);
				const edited = [
					() => addClass(at, a, aClass),
					() => addPerson(at, a, { name: b }),
					() => addHost(at, a, { class: b }),
					() => addHome(at, a, { ...home, person: b }),
					() => setPart(at, a, part, on),
					() => setHostClass(at, a, b),
					() => removeClass(at, a),
					() => removePerson(at, a),
					() => removeHost(at, a),
					() => removeHome(at, a),
				][kind]?.();
				expect(JSON.stringify(at)).toBe(before);
				if (edited?.ok) at = edited.inventory;
				else expect(edited?.refusals.length).toBeGreaterThan(0);
				expect(readInventory(at).ok).toBe(true);
			}
		}),
	);
});

test("what is added and removed again leaves no trace; a part put in and taken out neither", () => {
	fc.assert(
		fc.property(inventories, (one) => {
			const person = done(addPerson(one, "someone-new", { name: "N" }));
			expect(done(removePerson(person, "someone-new"))).toEqual(one);
			for (const key of Object.keys(one.homes)) {
				const without = done(setPart(one, key, "dev", false));
				expect(done(setPart(done(setPart(without, key, "dev", true)), key, "dev", false))).toEqual(without);
				expect(Object.keys(one.hosts)).toContain(hostOfHome(key));
			}
		}),
	);
});
