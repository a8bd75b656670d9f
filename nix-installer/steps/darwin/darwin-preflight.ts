// Looks at a Mac before setup: processor, age, an old version of Hearth, and what an organisation has forbidden.
import type { SetupCheck, SetupWords } from "../../../main/contract/setup.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";

export interface DarwinLook {
	readonly appleSilicon: boolean;
	/** e.g. "26.1"; null when it cannot be read. */
	readonly version: string | null;
	/** Hearth itself runs translated for an older processor. */
	readonly translated: boolean;
	readonly mediaForbidden: boolean;
}

/** The oldest that Determinate's installer and today's nixpkgs run on. */
const oldestMajor = 14;

export async function lookAtMac(run: RunCommand, signal: AbortSignal): Promise<DarwinLook> {
	const ask = async (...argv: [string, ...string[]]) => {
		const end = await run(argv, { timeoutMs: 20_000, signal });
		return end.end === "exit" && end.code === 0 ? end.stdout.text.trim() : null;
	};
	const version = await ask("/usr/bin/sw_vers", "-productVersion");
	const profiles = await ask("/usr/bin/profiles", "list", "-output", "stdout-xml");
	return {
		appleSilicon: (await ask("/usr/sbin/sysctl", "-n", "hw.optional.arm64")) === "1",
		version: version !== null && /^\d+(\.\d+)*$/.test(version) ? version : null,
		translated: (await ask("/usr/sbin/sysctl", "-n", "sysctl.proc_translated")) === "1",
		mediaForbidden: profiles?.includes("Restrictions - Media") ?? false,
	};
}

/** One line per thing looked at. Pure. */
export function macChecks({ appleSilicon, version, translated, mediaForbidden }: DarwinLook): SetupCheck[] {
	const check = (level: SetupCheck["level"], code: string, args: SetupWords["args"] = {}): SetupCheck => ({
		level,
		words: { code, args },
	});
	const isOld = version !== null && Number(version.split(".")[0]) < oldestMajor;
	return [
		appleSilicon || translated ? check("ok", "setup.check.processor") : check("problem", "setup.check.intel-mac"),
		version === null
			? check("warn", "setup.check.mac-unknown")
			: check(isOld ? "problem" : "ok", isOld ? "setup.check.mac-old" : "setup.check.mac", { version }),
		...(translated ? [check("problem", "setup.failure.translated.what")] : []),
		...(mediaForbidden ? [check("problem", "setup.failure.organisation-forbids.what")] : []),
	];
}
