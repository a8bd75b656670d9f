// What the Windows steps are handed, and what they share.

import type { Wsl } from "../../../main/tools/wsl/wsl.ts";
import { type WslEnd, type WslService, wslErrorCode } from "../../../main/tools/wsl/wsl.ts";
import type { RunElevated } from "../../elevate/elevated.ts";
import { StepFault } from "../../engine/step.ts";
import type { Evidence } from "../../failures/failure.ts";
import { recogniseFailure } from "../../failures/recognise.ts";

export interface WindowsTools {
	readonly elevate: RunElevated;
	/** Milliseconds since 1970 at which Windows started. */
	bootedAt(): number;
}

/** The services that must be there on this Windows. */
export function servicesOf(build: number): readonly WslService[] {
	return ["HNS", "vmcompute", ...(build >= 22_621 ? (["vfpext"] as const) : []), ...lxssOf(build)];
}
/** Windows 10 needs an older feature too. */
const lxssOf = (build: number): readonly WslService[] => (build < 22_000 ? ["LxssManager"] : []);

export async function missingServices(wsl: Wsl, build: number, signal: AbortSignal): Promise<WslService[]> {
	const missing: WslService[] = [];
	for (const name of servicesOf(build)) if (!(await wsl.hasService(name, signal))) missing.push(name);
	return missing;
}

/** @throws StepFault in the words of the failure it is, else of what was said; nothing after code 0. */
export function mustEndWell(end: WslEnd, more: Omit<Evidence, "platform" | "text"> = {}): WslEnd {
	if (end.code === 0) return end;
	const known = recogniseFailure({ platform: "win32", text: end.text, ...more });
	if (known) throw new StepFault(known.what);
	const said = wslErrorCode(end.text) ?? end.text.trim().split("\n").at(-1)?.trim() ?? "";
	throw new StepFault({ code: "setup.fault.other", args: { error: said || String(end.code) } });
}
