// Failures of the installation itself and of building, on macOS and Linux.
import type { Evidence, Failure } from "./failure.ts";

const says =
	(pattern: RegExp) =>
	({ text }: Evidence) =>
		text !== undefined && pattern.test(text);
/** The oldest that setup can use. */
const oldestNix = [2, 18] as const;

const lockedDisk = /keychain lacks a password for the already existing/i;
const accounts = /\b(UserUidMismatch|GroupGidMismatch)\b|`_?nixbld\d*`[^\n]*\b[ug]id\b[^\n]*\bthan planned\b/;
const denied = /\bavc:\s+denied\b|\b(semodule|restorecon)\b[^\n]*(not found|No such file)|SELinux[^\n]*denied/i;
const deniedUnit = /Failed to enable unit:[^\n]*Access denied/;
const noRoom = /No space left on device|\bENOSPC\b|\b0x80070070\b/i;
const foreignIssuer =
	/\bcurl: \((60|77)\)|\b(error|errors?:?) (60|77)\b[^\n]*(certificate|CA)|SSL certificate problem|SSL peer certificate|unable to get local issuer certificate|self[- ]signed certificate in certificate chain|invalid peer certificate: UnknownIssuer/i;

export const toolFailures: readonly Failure[] = [
	{
		code: "disk-not-unlocked",
		detect: ({ platform, text = "" }) =>
			platform === "darwin" &&
			!lockedDisk.test(text) &&
			(/\bencrypt_apfs_volume\b/.test(text) || /"?Nix Store"?[\s\S]{0,400}failed to mount/.test(text)),
		fix: { kind: "acts", verbs: ["uninstall", "plan", "install-plan"] },
	},
	{ code: "disk-left-locked", detect: says(lockedDisk), fix: { kind: "show", what: "disk" } },
	{ code: "old-accounts", detect: says(accounts), fix: { kind: "show", what: "accounts" } },
	{
		code: "here-already",
		detect: ({ looks }) =>
			isThere(looks?.nixVersion) && looks?.nixOurs === false && isRecent(looks.nixVersion) && looks.receipt !== "half",
		args: ({ looks }) => ({ version: looks?.nixVersion ?? "" }),
		fix: { kind: "go-on" },
	},
	{
		code: "here-too-old",
		detect: ({ looks }) => isThere(looks?.nixVersion) && looks?.nixOurs === false && !isRecent(looks.nixVersion),
		args: ({ looks }) => ({ version: looks?.nixVersion ?? "" }),
		fix: { kind: "person" },
	},
	{
		code: "half-installed",
		detect: ({ looks, text = "" }) => looks?.receipt === "half" && text === "",
		fix: { kind: "acts", verbs: ["uninstall", "plan", "install-plan"] },
	},
	{
		code: "switched-off-by-update",
		detect: ({ platform, looks }) =>
			platform === "darwin" &&
			looks?.storeThere === true &&
			looks.shellKnowsNix === false &&
			looks.receipt === "whole" &&
			looks.certificateLinkDangles !== true,
		fix: { kind: "acts", verbs: ["repair"] },
	},
	{
		code: "old-backups",
		detect: ({ looks, text = "" }) => (looks?.oldBackups?.length ?? 0) > 0 || /\.backup-before-nix\b/.test(text),
		args: ({ looks, text = "" }) => ({
			files: looks?.oldBackups?.join(", ") || (/[\w./-]+\.backup-before-nix/.exec(text)?.[0] ?? ""),
		}),
		fix: { kind: "show", what: "files" },
	},
	{
		code: "settings-changed",
		detect: says(/Unexpected files in \/etc, aborting activation/),
		args: ({ text = "" }) => ({ files: filesListed(text) }),
		fix: { kind: "show", what: "files" },
	},
	{
		code: "certificates-gone",
		detect: ({ looks }) => looks?.certificateLinkDangles === true,
		fix: { kind: "acts", verbs: ["mend-certificates"] },
	},
	{
		code: "security-blocked",
		detect: ({ platform, text = "" }) => platform === "linux" && (denied.test(text) || deniedUnit.test(text)),
		fix: { kind: "acts", verbs: ["uninstall", "plan", "install-plan"] },
	},
	{
		code: "network-opens-traffic",
		detect: ({ text = "", looks }) => looks?.issuerPublic === false || foreignIssuer.test(text),
		fix: { kind: "show", what: "certificate" },
	},
	{ code: "disk-full", detect: says(noRoom), fix: { kind: "person" } },
	{
		code: "translated",
		detect: ({ platform, looks, text = "" }) =>
			platform === "darwin" && (looks?.translated === true || /\bRosetta\b/.test(text)),
		fix: { kind: "person" },
	},
	{
		code: "organisation-forbids",
		detect: ({ looks, text = "" }) => looks?.mediaForbidden === true || /Restrictions - Media/.test(text),
		fix: { kind: "person" },
	},
];

function isThere(version: string | null | undefined): version is string {
	return typeof version === "string";
}

function isRecent(version: string): boolean {
	const [major = 0, minor = 0] = version.split(".").map(Number);
	return major > oldestNix[0] || (major === oldestNix[0] && minor >= oldestNix[1]);
}

/** The lines of paths that nix-darwin lists below its heading. */
function filesListed(text: string): string {
	return [...text.matchAll(/^\s+(\/etc\/\S+)$/gm)].map(([, path]) => path).join(", ");
}
