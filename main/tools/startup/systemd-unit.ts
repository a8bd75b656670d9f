// The text of the agent's systemd user unit (systemd.unit(5), systemd.service(5), systemd.exec(5)). Pure.
import type { Argv } from "./start-command.ts";

const marker = "# Written by Hearth.";
const madeMark = "# Folders made for this file: ";

/**
 * What is locked and what cannot be:
 * - Nothing that needs a mount or user namespace (ProtectSystem, PrivateTmp, PrivateUsers...): in a user unit each makes a
 *   user namespace, which Ubuntu refuses (status 226), and job folders in /tmp must be the same for the container engine.
 * - No MemoryDenyWriteExecute: the engine compiles at run time. No SystemCallFilter: it would hold for every tool started.
 * - No MemoryMax or CPUQuota: small programs run inside this unit, and what they may use is what the person allowed.
 * - KillMode=mixed: TERM reaches the agent alone, which ends its jobs in order and proves it; what is left is then killed.
 * - OOMPolicy=continue: a job that was killed for its memory must not take the agent with it.
 * - Exit code 2 is wrong usage, which no restart heals.
 */
const service = [
	"Type=exec",
	"Restart=on-failure",
	"RestartSec=5",
	"RestartPreventExitStatus=2",
	"KillMode=mixed",
	"TimeoutStopSec=45",
	"OOMPolicy=continue",
	"UMask=0077",
	"NoNewPrivileges=yes",
	"LockPersonality=yes",
	"RestrictRealtime=yes",
	"RestrictSUIDSGID=yes",
	"RestrictNamespaces=yes",
	"RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
	"SystemCallArchitectures=native",
	"StandardOutput=journal",
	"StandardError=journal",
	"SyslogIdentifier=hearth-agent",
];

/** The whole file. `made`: folders made for it, remembered for the removal. */
export function systemdUnitText(argv: Argv, made: number): string {
	const lines = [
		`${marker} Changes belong in a drop-in: systemctl --user edit hearth-agent`,
		`${madeMark}${made}`,
		"[Unit]",
		"Description=Hearth lends spare power of this PC",
		// Five failures within five minutes, then it stays down.
		"StartLimitIntervalSec=300",
		"StartLimitBurst=5",
		"",
		"[Service]",
		`ExecStart=${execStartValue(argv)}`,
		...service,
		"",
		"[Install]",
		"WantedBy=default.target",
	];
	return `${lines.join("\n")}\n`;
}

/** Quoted for ExecStart: % starts a specifier everywhere, $ a variable in every word but the program's path. */
export function execStartValue([file, ...args]: Argv): string {
	return [quoteWord(file), ...args.map((arg) => quoteWord(arg.replaceAll("$", "$$$$")))].join(" ");
}

const quoteWord = (word: string) => `"${word.replaceAll("%", "%%").replace(/["\\]/g, "\\$&")}"`;

export interface SystemdUnit {
	readonly ours: boolean;
	readonly execStart: string;
	readonly made: number;
}

export function readSystemdUnit(text: string): SystemdUnit {
	const lines = text.split("\n");
	const after = (start: string) => lines.find((line) => line.startsWith(start))?.slice(start.length) ?? "";
	return {
		ours: lines[0]?.startsWith(marker) === true,
		execStart: after("ExecStart="),
		made: Math.min(8, Number(after(madeMark)) || 0),
	};
}
