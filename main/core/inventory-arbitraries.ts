// Inventories for tests: random valid ones, spoiled ones, and a table of bad ones with what is wrong with each.
import fc from "fast-check";
import { homeParts, hostKinds, hostSystems, type Inventory, type InventoryRefusal } from "../contract/inventory.ts";

const small = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,4}[a-z0-9])?$/);
const names = fc.oneof(small, fc.constantFrom("constructor", "linden", "10", "a-b", "remove"));
const users = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,5}$/);
const parts = fc.subarray([...homeParts]);
const personNames = fc.oneof(
	fc.constantFrom("Zoë", "Linden", "李", 'a"b\\c', "\u0024{x}"),
	fc.string({ minLength: 1 }),
);
const directories = fc.oneof(
	fc.constantFrom("/home/linden", "/Users/Zoë M", "/home/\u0024{x}", '/"'),
	fc.stringMatching(/^\/[a-zA-Z/ ]{1,9}$/),
);
const classes = fc.oneof(
	fc.record({ kind: fc.constantFrom("linux", "wsl"), system: fc.constantFrom("x86_64-linux", "aarch64-linux"), parts }),
	fc.record({ kind: fc.constant("darwin"), system: fc.constant("aarch64-darwin"), parts }),
);
const people = fc.record(
	{ name: personNames.filter((name) => !name.includes("\0")), email: fc.constantFrom("a@b", "zoë@example.org") },
	{ requiredKeys: ["name"] },
);
const record = <T>(keys: fc.Arbitrary<string>, value: fc.Arbitrary<T>, minKeys: number) =>
	fc.dictionary(keys, value, { minKeys, maxKeys: 3, noNullPrototype: true });

/** Whatever the schema and the links allow. */
export const inventories: fc.Arbitrary<Inventory> = fc
	.record({ classes: record(names, classes, 1), people: record(names, people, 1) })
	.chain((base) =>
		fc.record({
			base: fc.constant(base),
			hosts: record(names, fc.record({ class: fc.constantFrom(...Object.keys(base.classes)) }), 1),
		}),
	)
	.chain(({ base, hosts }) => {
		const keys = fc.tuple(users, fc.constantFrom(...Object.keys(hosts))).map(([user, host]) => `${user}@${host}`);
		const home = fc.record({
			person: fc.constantFrom(...Object.keys(base.people)),
			directory: directories,
			parts,
			madeWith: fc.constantFrom("25.11", "26.05"),
		});
		return record(keys, home, 0).map((homes) => ({ version: 1, ...base, hosts, homes }));
	}) as fc.Arbitrary<Inventory>;

const spoilers = fc.constantFrom<unknown>(
	...[null, true, 0, 1.5, "", "x", "A_b", "a@b", "a@", "/", "/x:y", "linux", "aarch64-darwin", "26.05", "26x05", "dev"],
	...[[], ["dev"], ["dev", "dev"], ["x"], [1], {}, { x: 1 }, { class: "none" }, { name: "" }, { name: "é", more: [] }],
	...["é", "-a", `${"a".repeat(63)}`, `${"a".repeat(64)}`, "a\nb", "a\n"],
);

/** A valid one with one to three places put to something else, a key more or a key less; it may still be valid. */
export const spoiledInventories: fc.Arbitrary<unknown> = fc
	.tuple(
		inventories,
		fc.array(fc.record({ pick: fc.array(fc.nat(), { maxLength: 4 }), by: spoilers, how: fc.nat(3) }), {
			minLength: 1,
			maxLength: 3,
		}),
	)
	.map(([inventory, acts]) => {
		const root = JSON.parse(JSON.stringify({ all: inventory })) as Record<string, unknown>;
		// A copy: the same spoiler may go into another, or into itself.
		for (const { pick, by, how } of acts) spoil(root, pick, JSON.parse(JSON.stringify(by)), how);
		return root.all;
	});

function spoil(root: Record<string, unknown>, pick: readonly number[], by: unknown, how: number): void {
	let at: Record<string, unknown> = root;
	let key = "all";
	for (const n of pick) {
		const next = at[key];
		if (typeof next !== "object" || next === null || Object.keys(next).length === 0) break;
		at = next as Record<string, unknown>;
		key = Object.keys(at)[n % Object.keys(at).length] ?? key;
	}
	const inner = at[key];
	if (how === 0 && at !== root && !Array.isArray(at)) delete at[key];
	else if (how === 1 && typeof inner === "object" && inner !== null && !Array.isArray(inner))
		(inner as Record<string, unknown>)[typeof by === "string" ? by : "extra"] = by;
	else at[key] = by;
}

const good = {
	version: 1,
	classes: { pc: { kind: "linux", system: "x86_64-linux", parts: [] } },
	people: { linden: { name: "Linden" } },
	hosts: { attic: { class: "pc" } },
	homes: { "linden@attic": { person: "linden", directory: "/home/linden", parts: [], madeWith: "26.05" } },
};
const home = good.homes["linden@attic"];
const withHome = (more: object) => ({ ...good, homes: { "linden@attic": { ...home, ...more } } });
const withClass = (more: object) => ({ ...good, classes: { pc: { ...good.classes.pc, ...more } } });
const bad = (what: string, value: unknown, ...refusals: InventoryRefusal[]) => ({ what, value, refusals });
const at = (path: string, rule: InventoryRefusal["rule"]): InventoryRefusal => ({ path, rule });

/** Both TypeScript and Nix must refuse each for exactly these reasons. */
export const badInventories: readonly { what: string; value: unknown; refusals: readonly InventoryRefusal[] }[] = [
	bad("no object at all", [], at("", "type")),
	bad("nothing", null, at("", "type")),
	bad("another version", { ...good, version: 2 }, at("version", "value")),
	bad("a version in quotes", { ...good, version: "1" }, at("version", "value")),
	bad("a section missing", { ...good, homes: undefined }, at("homes", "missing")),
	bad("a section too many", { ...good, secrets: {} }, at("secrets", "unknown")),
	bad("a list for a section", { ...good, people: [] }, at("people", "type")),
	bad(
		"a host name in capitals",
		{ ...good, hosts: { ...good.hosts, Attic: { class: "pc" } } },
		at("hosts/Attic", "key"),
	),
	bad("a name that is a trap", { ...good, people: { ...good.people, "a b": {} } }, at("people/a b", "key")),
	bad("an account with a slash", { ...good, homes: { "a/b@attic": home } }, at("homes/a/b@attic", "key")),
	bad("a person without a name", { ...good, people: { linden: {} } }, at("people/linden/name", "missing")),
	bad("an empty name", { ...good, people: { linden: { name: "" } } }, at("people/linden/name", "too-short")),
	bad(
		"no address",
		{ ...good, people: { linden: { name: "L", email: "here" } } },
		at("people/linden/email", "pattern"),
	),
	bad("a home that is no full path", withHome({ directory: "home" }), at("homes/linden@attic/directory", "pattern")),
	bad("a home folder with a colon", withHome({ directory: "/a:b" }), at("homes/linden@attic/directory", "pattern")),
	bad("a part nobody has", withHome({ parts: ["dev", "games"] }), at("homes/linden@attic/parts/1", "value")),
	bad("a part as a word", withHome({ parts: "dev" }), at("homes/linden@attic/parts", "type")),
	bad("a part twice", withHome({ parts: ["dev", "dev"] }), at("homes/linden@attic/parts", "repeated")),
	bad("a number for a release", withHome({ madeWith: 26.05 }), at("homes/linden@attic/madeWith", "type")),
	bad("a person nobody knows", withHome({ person: "rowan" }), at("homes/linden@attic/person", "unknown-person")),
	bad("a home on no host", { ...good, homes: { "linden@cellar": home } }, at("homes/linden@cellar", "unknown-host")),
	bad("a class nobody knows", { ...good, hosts: { attic: { class: "tv" } } }, at("hosts/attic/class", "unknown-class")),
	bad(
		"a host named like a removal",
		{ ...good, hosts: { ...good.hosts, "attic-remove": { class: "pc" } } },
		at("hosts/attic-remove", "reserved"),
	),
	bad("a Mac that is none", withClass({ kind: "darwin" }), at("classes/pc/system", "system-mismatch")),
	bad("an Intel Mac", withClass({ system: "x86_64-darwin" }), at("classes/pc/system", "value")),
	bad("parts of a class twice", withClass({ parts: ["dev", "tailnet", "dev"] }), at("classes/pc/parts", "repeated")),
	bad(
		"much at once, in order",
		{ version: 1, classes: { pc: { kind: "tv", parts: [1] } }, people: {}, hosts: {}, homes: { x: 1 }, more: 1 },
		at("classes/pc/kind", "value"),
		at("classes/pc/parts/0", "value"),
		at("classes/pc/system", "missing"),
		at("homes/x", "key"),
		at("more", "unknown"),
	),
];

export const anInventory = good as Inventory;
export const anyClass = fc.record({
	kind: fc.constantFrom(...hostKinds),
	system: fc.constantFrom(...hostSystems),
	parts,
});
