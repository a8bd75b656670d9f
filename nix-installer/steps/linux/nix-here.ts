// Which Nix is on this PC before setup, or after an installation: what answers, and what the receipt says about it.
import { existsSync, readFileSync } from "node:fs";
import { isNixRecent, type NixProgram, runNix } from "../../../main/tools/nix/nix-program.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { readInstallerActions, receiptState } from "../../elevate/installer-plan.ts";

export interface NixHereTools {
	readonly findNix: (run: RunCommand) => Promise<NixProgram | null>;
	/** Where an installation lies; other folders in tests. */
	readonly places: { readonly store: string; readonly receipt: string; readonly uninstaller: string };
}

export const usualNixPlaces: NixHereTools["places"] = {
	store: "/nix/store",
	receipt: "/nix/receipt.json",
	uninstaller: "/nix/nix-installer",
};

export type NixHere =
	| { readonly state: "none" }
	/** Usable: it answers, knows flakes, and no receipt speaks against it. */
	| { readonly state: "answers"; readonly version: string }
	/** It answers, but is too old for what setup does. */
	| { readonly state: "old"; readonly version: string }
	/** A receipt says that an installation stopped in the middle. `action`: where. */
	| { readonly state: "half"; readonly action: string }
	/** A store or a receipt is there, and nothing answers. */
	| { readonly state: "silent" };

/** Changes nothing and needs no rights. The receipt counts more than any program's word. */
export async function lookForNix({ findNix, places }: NixHereTools, run: RunCommand): Promise<NixHere> {
	const receipt = readReceipt(places.receipt);
	const stopped = receipt === null ? null : stoppedAt(receipt);
	if (stopped !== null) return { state: "half", action: stopped };
	const nix = await findNix(run);
	// The program may be there without the service that owns the store.
	if (nix && (await storeAnswers(nix, run))) {
		return { state: isNixRecent(nix.version) ? "answers" : "old", version: nix.version };
	}
	return nix || receipt !== null || existsSync(places.store) ? { state: "silent" } : { state: "none" };
}

/** null: there is none, or it cannot be read. */
export function readReceipt(path: string): string | null {
	try {
		return readFileSync(path, "utf8");
	} catch {
		return null;
	}
}

/** Which version of the installer made a plan or receipt; null when it does not say. */
export function readInstallerVersion(text: string): string | null {
	try {
		const { version } = JSON.parse(text) as { version?: unknown };
		return typeof version === "string" ? version : null;
	} catch {
		return null;
	}
}

/** Name of the first action of a receipt that did not get done; null when all are, or when it is no receipt known here. */
function stoppedAt(receipt: string): string | null {
	const actions = readInstallerActions(receipt);
	if (actions === null || receiptState(receipt) === "whole") return null;
	return actions.find(({ state }) => state !== "Completed" && state !== "Skipped")?.name ?? "?";
}

async function storeAnswers(nix: NixProgram, run: RunCommand): Promise<boolean> {
	// The name that old versions know too.
	const end = await runNix(nix, run, ["nix", "store", "ping"], { timeoutMs: 60_000 });
	return end.end === "exit" && end.code === 0;
}
