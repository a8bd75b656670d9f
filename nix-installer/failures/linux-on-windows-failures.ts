// Failures of the Linux that runs inside Windows. Only codes count: Windows' words are in the person's language.
import type { Failure } from "./failure.ts";

const noVirtualisation =
	/\b0x80370102\b|\bHCS_E_HYPERV_NOT_INSTALLED\b|\b0x8004032d\b|\bHCS_E_SERVICE_NOT_AVAILABLE\b/i;
/** WinINet's and WinHTTP's: no name, no connection, no time left, no way there; and the Store switched off. */
const noDownload = /\b0x80072(ee2|ee7|efd|efe|f78|f8f)\b|\b0x800704cf\b|\bWININET_E_\w+|\b0x80131500\b/i;
const patienceSeconds = 60;
const importSeconds = 300;

export const linuxOnWindowsFailures: readonly Failure[] = [
	{
		code: "linux-setting",
		detect: ({ looks }) => looks?.insideWsl?.interop === true && !looks.insideWsl.systemd,
		fix: { kind: "instead", step: "windows.distro" },
	},
	{
		code: "linux-old-kind",
		detect: ({ looks }) => looks?.insideWsl?.interop === false || looks?.wslVersion === 1,
		fix: { kind: "instead", step: "windows.distro" },
	},
	{
		code: "virtualisation-off",
		detect: ({ text = "", looks }) => noVirtualisation.test(text) || looks?.virtualisation === "off",
		fix: { kind: "show", what: "firmware" },
	},
	{
		code: "linux-download",
		detect: ({ doing, text = "", sinceByteSeconds = 0 }) =>
			noDownload.test(text) || (doing === "linux-download" && sinceByteSeconds >= patienceSeconds),
		fix: { kind: "instead", step: "windows.image" },
	},
	{
		code: "antivirus-slow",
		detect: ({ doing, sinceStartSeconds = 0 }) => doing === "linux-import" && sinceStartSeconds >= importSeconds,
		fix: { kind: "show", what: "antivirus" },
	},
];
