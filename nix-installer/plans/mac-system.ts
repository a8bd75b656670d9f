// A Mac's own settings, as a part of their own: only where the household's list has this Mac with something to switch on.
// Pure.
import type { Inventory } from "../../main/contract/inventory.ts";
import { hostOfHome } from "../../main/core/inventory.ts";
import type { Item } from "../engine/fold.ts";
import { darwinFlake } from "../steps/darwin/darwin-plan.ts";
import { standingPart } from "./past-items.ts";
import type { WantedPart } from "./setup-plan.ts";

export interface MacSystemWish {
	readonly inventory: Inventory;
	/** USER@HOST of this account on this Mac. */
	readonly key: string;
	/** The list, as a flake's address, and its digest as it was looked at. */
	readonly flake: string;
	readonly narHash: string;
}

/** One question for an administrator. What stands is asked for as it was. null: the list has nothing for this Mac itself. */
export function macSystem(past: readonly Item[], wish: MacSystemWish): WantedPart | null {
	const standing = standingPart(past, "system", ["darwin.system"]);
	if (standing) return standing;
	const host = hostToActivate(wish.inventory, wish.key);
	if (host === null) return null;
	const { flake, narHash } = wish;
	const params = { flake, host, revision: null, narHash, darwin: darwinFlake };
	return { id: "system", needs: [], steps: [{ id: "settings", type: "darwin.system", version: 1, params }] };
}

/** This Mac's name in the list, when its class switches anything on for the Mac itself. */
export function hostToActivate({ hosts, classes }: Inventory, key: string): string | null {
	const name = hostOfHome(key);
	const host = Object.hasOwn(hosts, name) ? hosts[name] : undefined;
	const kind = host && Object.hasOwn(classes, host.class) ? classes[host.class] : undefined;
	return kind?.kind === "darwin" && kind.parts.some((part) => forTheMac.has(part)) ? name : null;
}

/** Parts that a Mac's system has; others belong to its homes (fleet/lib/mk-fleet.nix). */
const forTheMac: ReadonlySet<string> = new Set(["tailnet"]);
