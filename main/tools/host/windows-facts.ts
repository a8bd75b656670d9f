// Windows: one PowerShell call tells power, idle time and network cost together, because starting it is slow.
// Written against recorded output. GetLastInputInfo sees the session it runs in: the agent runs in the person's own.
import type { AskProgram } from "./ask-program.ts";
import type { Reading } from "./readings.ts";

const script = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms
Add-Type @'
using System; using System.Runtime.InteropServices;
public static class HearthInput {
  [StructLayout(LayoutKind.Sequential)] struct Info { public uint size; public uint time; }
  [DllImport("user32.dll")] static extern bool GetLastInputInfo(ref Info info);
  public static long IdleMs() { var i = new Info(); i.size = 8; return GetLastInputInfo(ref i) ? unchecked((uint)Environment.TickCount - i.time) : -1; }
}
'@
$cost = $null
try {
  $null = [Windows.Networking.Connectivity.NetworkInformation, Windows.Networking.Connectivity, ContentType = WindowsRuntime]
  $cost = [string][Windows.Networking.Connectivity.NetworkInformation]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType
} catch { }
@{ line = [string][System.Windows.Forms.SystemInformation]::PowerStatus.PowerLineStatus; idleMs = [HearthInput]::IdleMs(); cost = $cost } | ConvertTo-Json -Compress
`;

export interface WindowsFacts {
	readonly onBattery: Reading<boolean>;
	readonly idleSeconds: Reading<number>;
	readonly metered: Reading<boolean>;
}

export async function readWindowsFacts(ask: AskProgram): Promise<WindowsFacts> {
	const encoded = Buffer.from(script, "utf16le").toString("base64");
	const flags = ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-EncodedCommand", encoded];
	return parseWindowsFacts(await ask(["powershell.exe", ...flags], 8_000));
}

const lines: Readonly<Record<string, boolean>> = { Online: false, Offline: true };
/** NetworkCostType: Fixed is a data plan with a cap, Variable is paid by volume. */
const costs: Readonly<Record<string, boolean>> = { Unrestricted: false, Fixed: true, Variable: true };

/** Each field by itself: one that is missing or odd is unknown and leaves the others as they are. */
export function parseWindowsFacts(said: string | null): WindowsFacts {
	const { line, idleMs, cost } = parseObject(said);
	const idle = typeof idleMs === "number" && idleMs >= 0 ? idleMs / 1000 : null;
	return {
		onBattery: { value: lines[String(line)] ?? null, source: "powershell" },
		idleSeconds: { value: idle, source: "powershell" },
		metered: { value: costs[String(cost)] ?? null, source: "powershell" },
	};
}

function parseObject(text: string | null): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text ?? "");
		return value !== null && typeof value === "object" ? { ...value } : {};
	} catch {
		return {};
	}
}
