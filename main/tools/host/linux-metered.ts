// Whether the network is paid by volume, as NetworkManager judges it (NMMetered: 0 unknown, 1 yes, 2 no, 3 guess yes,
// 4 guess no). busctl comes with systemd; without it or without NetworkManager the answer is unknown.
import type { AskProgram } from "./ask-program.ts";
import type { Reading } from "./readings.ts";

const manager = "org.freedesktop.NetworkManager";

export async function readLinuxMetered(ask: AskProgram): Promise<Reading<boolean>> {
	const path = "/org/freedesktop/NetworkManager";
	const said = await ask(
		["busctl", "--system", "--auto-start=no", "--timeout=2", "get-property", manager, path, manager, "Metered"],
		3_000,
	);
	return { value: parseMetered(said), source: "network-manager" };
}

/** busctl prints the type and the value: "u 4". */
export function parseMetered(said: string | null): boolean | null {
	const value = /^u (\d+)\s*$/.exec(said ?? "")?.[1];
	if (value === "1" || value === "3") return true;
	if (value === "2" || value === "4") return false;
	return null;
}
