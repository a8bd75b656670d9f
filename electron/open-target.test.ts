import fc from "fast-check";
import { expect, test } from "vitest";
import { linkOf, openTarget, openTargets, withoutInvite } from "./open-target.ts";

test.each([
	["hearth://open/history", "#/history"],
	["hearth://open/history/", "#/history"],
	["hearth://open/lending", "#/lending"],
	["hearth://open/allow", "#/allow"],
	["hearth://open/this-pc", "#/this-pc"],
	// What Windows opens after a restart in the middle of setup.
	["hearth://open/setup", "#/setup"],
])("%s opens %s", (link, page) => expect(openTarget(link)).toBe(page));

test.each([
	"",
	"hearth://",
	"hearth://open",
	"hearth://open/",
	"hearth://open/stop",
	"hearth://open/lend/on",
	"hearth://open/history/../allow",
	"hearth://open/history?stop=1",
	"hearth://open/history#/allow",
	"hearth://open/HISTORY",
	"hearth://open/constructor",
	"hearth://open/__proto__",
	"hearth://open/history\n",
	"HEARTH://open/history",
	" hearth://open/history",
	"hearth:open/history",
	"hearth://stop",
	"hearth://join",
	"hearth://join/v1.abc",
	"HEARTH://join#v1.abc",
	"hearth://joint#v1.abc",
	`hearth://join#${"a".repeat(10_000)}`,
	"https://open/history",
	"javascript:alert(1)",
	`hearth://open/${"a".repeat(5000)}`,
])("%j opens nothing in particular", (link) => expect(openTarget(link)).toBeNull());

test.each([
	["hearth://join#v1.eyJ0.c2ln", "#/setup/join/v1.eyJ0.c2ln"],
	["hearth://join/#v1.eyJ0.c2ln", "#/setup/join/v1.eyJ0.c2ln"],
	["hearth://join#v1.eyJ0\n.c2 ln", "#/setup/join/v1.eyJ0.c2ln"],
	["hearth://join#", "#/setup/join/"],
	["hearth://join#../../history", "#/setup/join/"],
	["hearth://join#<script>", "#/setup/join/"],
	["hearth://join#v1#/allow", "#/setup/join/"],
])("%j opens setup's first question with %s", (link, page) => expect(openTarget(link)).toBe(page));

test("a log never has the invite", () => {
	const text = "did not load /#/setup/join/v1.abc.def: ERR_FAILED loading 'app://hearth/#/setup/join/v1.abc.def'";
	expect(withoutInvite(text)).toBe("did not load /#/setup/join/…: ERR_FAILED loading 'app://hearth/#/setup/join/…'");
	expect(withoutInvite("did not load /#/history: gone")).toBe("did not load /#/history: gone");
});

test("no string at all leads anywhere but to a known page", () => {
	const known = new Set<string | null>([...openTargets, null]);
	const nearly = fc.tuple(
		fc.constantFrom("hearth://", "hearth://open/", "hearth://join#", "HEARTH://open/", "hearth:", "//"),
		fc.oneof(fc.constantFrom("history", "allow", "lending", "this-pc", "stop", "join"), fc.string({ unit: "binary" })),
		fc.oneof(fc.constantFrom("", "/", "?", "#", "/..", "%2e"), fc.string()),
	);
	fc.assert(
		fc.property(
			fc.oneof(
				fc.string({ unit: "binary" }),
				nearly.map((parts) => parts.join("")),
			),
			(link) => {
				const page = openTarget(link);
				expect(known.has(page) || /^#\/setup\/join\/[A-Za-z0-9._-]+$/.test(page ?? "")).toBe(true);
			},
		),
		{ numRuns: 2000 },
	);
});

test("finds the link among a start's arguments, and none where none is", () => {
	expect(linkOf(["/opt/hearth", "--hidden", "hearth://open/history"])).toBe("hearth://open/history");
	expect(linkOf(["/opt/hearth", "file.txt", "xhearth://open/history"])).toBeNull();
});
