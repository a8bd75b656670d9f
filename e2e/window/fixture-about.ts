import type { About, DoctorReport, SentField } from "../../main/contract/about.ts";
import type { Snapshot } from "../../main/contract/snapshot.ts";

/** What a well-read PC knows, with one thing it cannot tell. */
export function about(snapshot: Snapshot, sent: SentField[]): About {
	const at = snapshot.at;
	const known = <T>(value: T, source: string) => ({ known: true as const, value, at, source });
	return {
		version: snapshot.version,
		node: "24.21.0",
		dataDirectory: "/home/owner/.local/share/hearth",
		facts: {
			idleSeconds: known(1260, "sessions"),
			onBattery: known(false, "power-supply"),
			metered: { known: false, at, source: "no-reader" },
			othersCpus: known(2.1, "cpu-times"),
			othersMemoryMiB: known(6450, "memory-info"),
			availableMemoryMiB: known(9300, "memory-info"),
			freeDiskMiB: known(182_000, "file-system"),
			locked: known(false, "shell"),
			suspended: known(false, "shell"),
			thermal: { known: false, at, source: "no-shell" },
		},
		runners: snapshot.runners,
		sent,
	};
}

export function doctorReport(snapshot: Snapshot): DoctorReport {
	const findings: DoctorReport["findings"] = [
		{ code: "no-container", level: "note", args: { why: "no-engine: no socket" }, action: "none" },
		{ code: "all-well", level: "ok", args: {}, action: "none" },
	];
	if (snapshot.state === "problem") {
		findings.unshift({ code: "ledger-broken", level: "problem", args: { line: 118, entries: 214 }, action: "none" });
	}
	return { at: snapshot.at, findings };
}
