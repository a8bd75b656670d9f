// Which parts make up setup on this PC.
import type { SetupCannot, SetupPartId, SetupWords } from "../../main/contract/setup.ts";
import { type PreflightReaders, readPreflight, systemReaders } from "../preflight/read-preflight.ts";
import type { SetupWanted, WantSetup } from "./setup-plan.ts";

/** What setup would do on this PC; where a part cannot be set up, why and what to do instead. */
export function wantHere(readers: PreflightReaders = systemReaders()): WantSetup {
	return async ({ home }): Promise<SetupWanted> => {
		const checks = await readPreflight(readers);
		const blocked = checks.find(({ level }) => level === "problem")?.words ?? null;
		return {
			parts: [],
			cannot: (["base", "tools"] as const).map((id) => cannot(id, blocked)),
			checks,
			notes: home === "invite" ? [{ code: "setup.note.invite-later", args: {} }] : [],
		};
	};
}

function cannot(id: SetupPartId, blocked: SetupWords | null): SetupCannot {
	return {
		id,
		why: blocked ?? { code: "setup.cannot.this-version", args: {} },
		next: { code: "setup.cannot.lend-anyway", args: {} },
	};
}
