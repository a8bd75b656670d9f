// Hearth is there again after Windows has restarted: a value in the person's own RunOnce key, which Windows takes out as it
// runs it at the next sign-in.
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { ComeBack } from "../../engine/restart.ts";

export interface WindowsReturn {
	readonly bootedAt: () => number;
	/** The command line that goes on with setup; null when none fits there. */
	readonly command: string | null;
}

const runOnce = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce";
const name = "HearthSetup";
const longestMs = 30_000;

export function windowsReturn({ bootedAt, command }: WindowsReturn): ComeBack {
	return {
		bootedAt,
		async ask({ run, signal }) {
			if (command === null || (await mayBeElevated(run, signal))) return false;
			const argv = ["reg.exe", "add", runOnce, "/v", name, "/t", "REG_SZ", "/d", command, "/f"] as const;
			const end = await run(argv, { timeoutMs: longestMs, signal });
			return end.end === "exit" && end.code === 0;
		},
		async forget({ run, signal }) {
			// 1 is reg.exe's answer for a value that is not there.
			await run(["reg.exe", "delete", runOnce, "/v", name, "/f"], { timeoutMs: longestMs, signal });
		},
	};
}

/**
 * A program with an administrator's rights may belong to another account, whose registry it would write to. Its integrity
 * level tells, by a number that is the same in every language; when it cannot be read, nothing is written.
 */
async function mayBeElevated(run: RunCommand, signal: AbortSignal): Promise<boolean> {
	const end = await run(["whoami.exe", "/groups", "/fo", "csv", "/nh"], { timeoutMs: longestMs, signal });
	if (end.end !== "exit" || end.code !== 0) return true;
	const level = /"S-1-16-(\d{1,6})"/.exec(end.stdout.text)?.[1];
	return level === undefined || Number(level) >= highIntegrity;
}

/** SECURITY_MANDATORY_HIGH_RID. */
const highIntegrity = 12_288;
