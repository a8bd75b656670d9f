// What a failure of setup looks like and how it is told. Pure.
import type { SetupWords } from "../../main/contract/setup.ts";
import type { ElevatedVerb } from "../elevate/elevated.ts";

/** What is known when something went wrong; what was not looked at is left out and proves nothing. */
export interface Evidence {
	readonly platform: "linux" | "darwin" | "win32";
	/** Exit code of the program that failed. */
	readonly exitCode?: number;
	/** What it wrote, both streams. */
	readonly text?: string;
	/** What setup was at. */
	readonly doing?: "linux-download" | "linux-import" | "build";
	/** Seconds since the first byte, and since the last one. */
	readonly sinceStartSeconds?: number;
	readonly sinceByteSeconds?: number;
	readonly looks?: Looks;
}

export interface Looks {
	/** The Nix that answers; null: none does. */
	readonly nixVersion?: string | null;
	/** A journal of ours says that we put it there. */
	readonly nixOurs?: boolean;
	readonly receipt?: "none" | "half" | "whole";
	readonly storeThere?: boolean;
	/** A new login shell finds it. */
	readonly shellKnowsNix?: boolean;
	/** Files that the older script left. */
	readonly oldBackups?: readonly string[];
	/** The system's list of certificates is a link to what is gone. */
	readonly certificateLinkDangles?: boolean;
	/** WSL_DISTRO_NAME, WSL_INTEROP and the service manager, seen from inside. */
	readonly insideWsl?: { readonly interop: boolean; readonly systemd: boolean };
	/** Version of the Linux in the registry. */
	readonly wslVersion?: number;
	/** False: the certificate that answered is no public one. */
	readonly issuerPublic?: boolean;
	/** The processor's virtualisation, where no hypervisor runs yet. */
	readonly virtualisation?: "on" | "off";
	/** Runs translated for an older processor. */
	readonly translated?: boolean;
	/** A profile of an organisation forbids new disks. */
	readonly mediaForbidden?: boolean;
}

export type FailureFix =
	/** Does these as administrator, after the person's yes, then goes on. */
	| { readonly kind: "acts"; readonly verbs: readonly ElevatedVerb[] }
	/** Restarts the PC, by the person, and goes on by itself. */
	| { readonly kind: "restart" }
	/** Shows something first: files, a disk's content, accounts; the person decides. */
	| { readonly kind: "show"; readonly what: "disk" | "accounts" | "files" | "certificate" | "antivirus" | "firmware" }
	/** Another way of setup takes over. */
	| { readonly kind: "instead"; readonly step: "windows.distro" | "windows.image" | "darwin.nix-package" }
	/** Nothing to repair: go on. */
	| { readonly kind: "go-on" }
	/** Only the person can; the words say what. */
	| { readonly kind: "person" };

export interface Failure {
	/** Its words are setup.failure.<code>.what, .changed and .do. */
	readonly code: string;
	/** True only when the evidence shows this failure and no other. */
	detect(evidence: Evidence): boolean;
	/** What the words may need, from the evidence. */
	args?(evidence: Evidence): SetupWords["args"];
	readonly fix: FailureFix;
}
