// Which parts make up setup on this PC.
import type { SetupPartId, SetupWords } from "../../main/contract/setup.ts";
import { type PreflightReaders, readPreflight, systemReaders } from "../preflight/read-preflight.ts";
import { linuxHome } from "./linux-home.ts";
import type { SetupWanted, WantSetup } from "./setup-plan.ts";

/** What setup would do on this PC; where a part cannot be set up, why and what to do instead. */
export function wantHere(dataDirectory: string, readers: PreflightReaders = systemReaders()): WantSetup {
	return async ({ home }): Promise<SetupWanted> => {
		const checks = await readPreflight(readers);
		const blocked = checks.find(({ level }) => level === "problem")?.words ?? null;
		const found =
			blocked === null && readers.platform === "linux"
				? await linuxHome(dataDirectory, readers.env)
				: { parts: [], cannot: (["base", "tools"] as const).map((id) => notHere(id, blocked)) };
		return { ...found, checks, notes: home === "invite" ? [{ code: "setup.note.invite-later", args: {} }] : [] };
	};
}

const notHere = (id: SetupPartId, blocked: SetupWords | null) => ({
	id,
	why: blocked ?? { code: "setup.cannot.this-version", args: {} },
	next: { code: "setup.cannot.lend-anyway", args: {} },
});
