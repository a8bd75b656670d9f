import { expect, test } from "vitest";
import type { Item } from "../engine/fold.ts";
import { withRenewed } from "./past-items.ts";
import type { WantedPart } from "./setup-plan.ts";

const item = (id: string, type: string, params: unknown) =>
	({ step: { id, type, version: 1, params } }) as unknown as Item;
const part = (id: "base" | "tools" | "home", step: string, type: string, params: unknown): WantedPart => ({
	id,
	needs: [],
	steps: [{ id: step, type, version: 1, params: params as never }],
});
const renewed = (wanted: WantedPart, ...past: Item[]) => withRenewed([wanted], past)[0]?.renews === true;

test("a part is newer where its own step stands as another one, whatever the order of its params", () => {
	const wanted = part("tools", "home.build", "home.build", { list: 2, home: "a" });
	const [old, same] = [
		{ list: 1, home: "a" },
		{ home: "a", list: 2 },
	].map((params) => item("tools.home.build", "home.build", params)) as [Item, Item];
	expect(renewed(wanted)).toBe(false);
	expect(renewed(wanted, same)).toBe(false);
	expect(renewed(wanted, old)).toBe(true);
	expect(renewed(wanted, old, same)).toBe(false);
	expect(renewed(wanted, item("tools.household.build", "home.build", { list: 1 }))).toBe(false);
});

test("what holds the tools is not done anew for a newer version's sake", () => {
	const wanted = part("base", "nix", "nix.install", { installer: 2 });
	expect(renewed(wanted, item("base.nix", "nix.install", { installer: 1 }))).toBe(false);
});
