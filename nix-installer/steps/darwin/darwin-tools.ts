// What the macOS steps are handed, and how they look at a Mac.
import { lstatSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { findNix, type NixProgram } from "../../../main/tools/nix/nix-program.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { ElevatedEnd, RunElevated } from "../../elevate/elevated.ts";
import { elevatedFault } from "../../elevate/elevated-words.ts";
import { receiptState } from "../../elevate/installer-plan.ts";
import { StepFault } from "../../engine/step.ts";
import type { Looks } from "../../failures/failure.ts";
import { recogniseFailure } from "../../failures/recognise.ts";

export interface DarwinTools {
	readonly elevate: RunElevated;
	/** "/", or a folder that stands for it in tests. */
	readonly root: string;
	readonly home: string;
	/** PATH of this process. */
	readonly path: string | undefined;
	/** HEARTH_NIX. */
	readonly named: string | undefined;
}

export const daemonLabel = "systems.determinate.nix-daemon";

export function readReceipt({ root }: Pick<DarwinTools, "root">): NonNullable<Looks["receipt"]> {
	try {
		return receiptState(readFileSync(join(root, "nix/receipt.json"), "utf8"));
	} catch {
		return "none";
	}
}

/** Where the link `path` leads, word by word; null: no link. */
export function readLink({ root }: Pick<DarwinTools, "root">, path: string): string | null {
	try {
		return readlinkSync(join(root, path));
	} catch {
		return null;
	}
}

export function isLeftover({ root }: Pick<DarwinTools, "root">, path: string): boolean {
	return lstatSync(join(root, path), { throwIfNoEntry: false }) !== undefined;
}

export function nixHere({ home, path, named }: DarwinTools, run: RunCommand): Promise<NixProgram | null> {
	return findNix({ home, path, named, run });
}

export async function daemonRuns(run: RunCommand, signal: AbortSignal): Promise<boolean> {
	const argv = ["/bin/launchctl", "print", `system/${daemonLabel}`] as const;
	const end = await run(argv, { timeoutMs: 20_000, signal });
	return end.end === "exit" && end.code === 0 && /^\s*state = running$/m.test(end.stdout.text);
}

/** @throws StepFault in the words of the failure that it is; nothing when all was done. */
export function mustBeDone(end: ElevatedEnd, looks: Looks = {}): void {
	if (end.end === "failed" || end.end === "lost") {
		const exitCode = end.end === "failed" && end.code !== null ? { exitCode: end.code } : {};
		const known = recogniseFailure({ platform: "darwin", text: end.said, looks, ...exitCode });
		if (known) throw new StepFault(known.what);
	}
	const fault = elevatedFault(end);
	if (fault) throw fault;
}
