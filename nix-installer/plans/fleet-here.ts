// The list of tools on this PC: which of its entries is this account's, or the step that brings the entry and a copy to look at
// beforehand, so that what is shown is what the step will have written.
import { cpSync, existsSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Inventory } from "../../main/contract/inventory.ts";
import type { SetupWords } from "../../main/contract/setup.ts";
import { inventoryText, readInventory } from "../../main/core/inventory.ts";
import { emptyInventory } from "../../main/core/inventory-edit.ts";
import { sha256 } from "../../main/tools/crypto/canonical.ts";
import type { WantedStep } from "../engine/plan.ts";
import { look, realFiles } from "../steps/common/files.ts";
import { addThisHome, homeKey, type ThisHome } from "../steps/common/fleet-entry.ts";
import { type FolderText, readFolder, writeFolder } from "../steps/common/fleet-files.ts";
import { type FleetWriteParams, inventoryPlace } from "../steps/common/fleet-write.ts";
import { freeName } from "../steps/common/take-over-file.ts";

export interface FleetWish {
	/** Where the list is, or will be. */
	readonly folder: string;
	/** The list Hearth brings along; null when it is not to be found. */
	readonly shipped: string | null;
	readonly here: ThisHome;
}

export type FleetFound =
	/** The list has this account's home, as `key`. */
	| { readonly found: "entry"; readonly key: string; readonly inventory: Inventory }
	/** `step` brings it; `inventory` is the list as it then is. */
	| {
			readonly found: "writes";
			readonly key: string;
			readonly inventory: Inventory;
			readonly step: WantedStep;
			readonly params: FleetWriteParams;
	  }
	| { readonly found: "none"; readonly why: SetupWords };

const none = (code: string, args: SetupWords["args"] = {}): FleetFound => ({ found: "none", why: { code, args } });

/** Changes nothing. @throws what node:fs throws */
export function lookForFleet({ folder, shipped, here }: FleetWish): FleetFound {
	if (look(realFiles, folder).kind === "missing") {
		const fresh = shipped && freshFleet(shipped, here);
		return fresh ? writes(folder, fresh, { kind: "folder", files: fresh.files }) : none("setup.cannot.no-list");
	}
	const path = inventoryPlace(folder);
	const found = look(realFiles, path);
	if (found.kind !== "file") return none("setup.cannot.no-list");
	const read = readInventory(parse(found.text.toString("utf8")));
	if (!read.ok) {
		const [first] = read.refusals;
		return none("setup.cannot.list-unreadable", { error: `${first?.path || basename(path)}: ${first?.rule}` });
	}
	const key = keyOf(read.inventory.homes, here);
	if (key) return { found: "entry", key, inventory: read.inventory };
	const added = addThisHome(read.inventory, here);
	if (!added.ok) return none("setup.cannot.no-list");
	const mode = (realFiles.lstatSync(path)?.mode ?? 0o644) & 0o777;
	const text = inventoryText(added.inventory);
	return writes(folder, added, { kind: "entry", text, mode, before: sha256(found.text) });
}

function writes(
	folder: string,
	{ key, inventory }: Pick<FreshFleet, "key" | "inventory">,
	write: FleetWriteParams["write"],
): FleetFound {
	const params: FleetWriteParams = { folder, home: key, write };
	return { found: "writes", key, inventory, step: { id: "fleet", type: "fleet.write", version: 1, params }, params };
}

export interface FreshFleet {
	/** USER@HOST. */
	readonly key: string;
	readonly inventory: Inventory;
	readonly files: FolderText;
}

/** The shipped list with its classes and nobody but this home in it; null when that does not fit. @throws what node:fs throws */
export function freshFleet(shipped: string, here: ThisHome): FreshFleet | null {
	const files = readFolder(realFiles, shipped);
	const read = readInventory(parse(files["inventory.json"] ?? ""));
	if (!read.ok) return null;
	const added = addThisHome({ ...emptyInventory, classes: read.inventory.classes }, here);
	if (!added.ok) return null;
	const { key, inventory } = added;
	return { key, inventory, files: { ...files, "inventory.json": inventoryText(inventory) } };
}

function keyOf(homes: Readonly<Record<string, { readonly directory: string }>>, here: ThisHome): string | null {
	const key = homeKey(here);
	if (homes[key]?.directory === here.directory) return key;
	// A PC that was renamed since: the account's own folder tells which of its entries is meant.
	const isMeant = (one: string) => one.startsWith(`${here.user}@`) && homes[one]?.directory === here.directory;
	const others = Object.keys(homes).filter(isMeant);
	return others.length === 1 ? (others[0] ?? null) : null;
}

/** Hands `task` a folder with exactly what the step will have made, and removes it. */
export async function withFleetPreview<T>(
	{ folder, write }: FleetWriteParams,
	task: (preview: string) => Promise<T>,
): Promise<T> {
	const scratch = mkdtempSync(join(tmpdir(), "hearth-fleet-"));
	const preview = join(scratch, "fleet");
	try {
		if (write.kind === "folder") writeFolder(realFiles, preview, write.files);
		else {
			// The folder may be a link: what is written below must never reach what it leads to.
			cpSync(realpathSync(folder), preview, { recursive: true, verbatimSymlinks: true });
			const path = inventoryPlace(preview);
			// The step keeps the original beside its place, where the list's own digest counts it too.
			cpSync(path, freeName(realFiles, `${path}.before-hearth`));
			rmSync(path);
			writeFileSync(path, write.text, { mode: write.mode | 0o200 });
		}
		return await task(preview);
	} finally {
		rmSync(scratch, { recursive: true, force: true });
	}
}

/** The list that is shipped: beside the app's own files, or in a checkout. null when it is not there. */
export function shippedFleet(from = dirname(fileURLToPath(import.meta.url))): string | null {
	// From dist/app or nix-installer/plans in a checkout, and from dist/app below the app's resources.
	const candidates = [join(from, "..", "..", "fleet"), join(from, "..", "..", "..", "fleet")];
	return candidates.find((path) => existsSync(join(path, "flake.nix"))) ?? null;
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return null;
	}
}
