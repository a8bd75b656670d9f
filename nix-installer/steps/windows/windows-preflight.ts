// Looks at a Windows PC before setup: its age, the processor's switch, and what an organisation has forbidden.
import type { SetupCheck, SetupWords } from "../../../main/contract/setup.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { registryNumber, registryText } from "../../../main/tools/wsl/registry.ts";
import type { Wsl } from "../../../main/tools/wsl/wsl.ts";

/** Windows 10, version 2004. */
const oldestBuild = 19_041;
const versionKey = "HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion";
const policyKey = "HKLM\\SOFTWARE\\Policies\\Microsoft\\Windows\\WSL";

export interface WindowsLook {
	/** e.g. 26100; null when it cannot be read. */
	readonly build: number | null;
	/** unknown: once a hypervisor runs, the processor no longer tells; then it is on. */
	readonly virtualisation: "on" | "off" | "unknown";
	/** An organisation has switched Linux on Windows off. */
	readonly forbidden: boolean;
}

export async function lookAtWindows(run: RunCommand, wsl: Wsl, signal: AbortSignal): Promise<WindowsLook> {
	const [version] = (await wsl.registry(versionKey, signal)) ?? [];
	const build = Number(registryText(version, "CurrentBuildNumber") ?? Number.NaN);
	const [policy] = (await wsl.registry(policyKey, signal)) ?? [];
	return {
		build: Number.isSafeInteger(build) ? build : null,
		virtualisation: await lookAtProcessor(run, signal),
		forbidden: registryNumber(policy, "AllowWSL") === 0,
	};
}

const question = [
	"$one = (Get-CimInstance Win32_ComputerSystem).HypervisorPresent",
	"$two = (Get-CimInstance Win32_Processor | Select-Object -First 1).VirtualizationFirmwareEnabled",
	'"hypervisor=$one firmware=$two"',
].join("; ");

async function lookAtProcessor(run: RunCommand, signal: AbortSignal): Promise<WindowsLook["virtualisation"]> {
	const encoded = Buffer.from(question, "utf16le").toString("base64");
	const argv = ["powershell.exe", "-NoLogo", "-NoProfile", "-NonInteractive", "-EncodedCommand", encoded] as const;
	const end = await run(argv, { timeoutMs: 60_000, signal });
	const said = end.end === "exit" && end.code === 0 ? /hypervisor=(\w*) firmware=(\w*)/.exec(end.stdout.text) : null;
	if (said?.[1] === "True" || said?.[2] === "True") return "on";
	return said?.[1] === "False" && said[2] === "False" ? "off" : "unknown";
}

/** One line per thing looked at. Pure. */
export function windowsChecks({ build, virtualisation, forbidden }: WindowsLook): SetupCheck[] {
	const check = (level: SetupCheck["level"], code: string, args: SetupWords["args"] = {}): SetupCheck => ({
		level,
		words: { code, args },
	});
	return [
		build === null
			? check("warn", "setup.check.windows-unknown")
			: build < oldestBuild
				? check("problem", "setup.check.windows-old", { build })
				: check("ok", "setup.check.windows", { build }),
		...(virtualisation === "off" ? [check("problem", "setup.failure.virtualisation-off.what")] : []),
		...(virtualisation === "unknown" ? [check("warn", "setup.check.virtualisation-unknown")] : []),
		...(forbidden ? [check("problem", "setup.check.linux-forbidden")] : []),
	];
}
