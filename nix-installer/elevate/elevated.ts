// Acts that need an administrator, as a step asks for them: a closed list, run in order by one helper program that the
// person lets in once. A step is handed `RunElevated`; it never starts anything with rights of its own.
import { z } from "zod";

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const absolutePathSchema = z.string().regex(/^\/[^\0]*$/);
/** A store path and what lies below it, without dots that lead elsewhere. */
const storePathSchema = z.string().regex(/^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[A-Za-z0-9+._?=-]+$/);

/** A file that counts only with exactly these bytes. The helper runs its own private copy, never the file itself. */
export const pinnedFileSchema = z.strictObject({ path: absolutePathSchema, sha256: sha256Schema });
export type PinnedFile = z.infer<typeof pinnedFileSchema>;

export const nixPlanners = ["linux", "macos", "ostree", "steam-deck"] as const;

/** Folders of the system that an installation puts something into, and that may have been there before it. */
export const sharedFolders = [
	...(["/etc/tmpfiles.d", "/etc/profile.d", "/etc/zsh", "/etc/fish/conf.d", "/usr/local/etc/fish/conf.d"] as const),
	...(["/usr/share/fish/vendor_conf.d", "/usr/local/share/fish/vendor_conf.d"] as const),
] as const;

/** Extra settings of an installation; each becomes one fixed flag. */
const nixSettingsSchema = z.strictObject({
	/** A certificate the person's network needs. */
	sslCertFile: absolutePathSchema.optional(),
	/** http(s)://host:port, without a password. */
	proxy: z
		.string()
		.regex(/^https?:\/\/[A-Za-z0-9.[\]:-]+\/?$/)
		.optional(),
	buildGroupId: z.int().min(100).max(60_000).optional(),
});

export const elevatedActSchema = z.discriminatedUnion("verb", [
	/** `nix-installer plan`; the plan comes back as a "plan" line. Changes nothing outside the helper's own folder. */
	z.strictObject({
		verb: z.literal("plan"),
		installer: pinnedFileSchema,
		planner: z.enum(nixPlanners),
		settings: nixSettingsSchema,
	}),
	/**
	 * Installs a plan: the pinned file, or the one an earlier "plan" of the same request made, if its top-level actions
	 * are exactly `actions`, in order, and it changes nothing but `places` and what lies in them, which is what the person
	 * was shown.
	 */
	z.strictObject({
		verb: z.literal("install-plan"),
		installer: pinnedFileSchema,
		plan: z.union([
			pinnedFileSchema,
			z.strictObject({
				actions: z.array(z.string()).min(1).max(50),
				/** Paths and names, as in the plan. Without them only the actions count. */
				places: z.array(z.string()).max(200).optional(),
			}),
		]),
	}),
	/**
	 * Runs the uninstaller that the installation left at /nix/nix-installer. Refused while nix-darwin is here. `keep`: folders
	 * that were there before the installation; the uninstaller removes them when they are empty, and they are made again.
	 */
	z.strictObject({ verb: z.literal("uninstall"), keep: z.array(z.enum(sharedFolders)).optional() }),
	/** The uninstaller's `repair`, which puts the lines back that a macOS update took out of the shells' start files. */
	z.strictObject({ verb: z.literal("repair") }),
	/** macOS's own installer with a package signed by `team`. */
	z.strictObject({
		verb: z.literal("install-package"),
		file: pinnedFileSchema,
		team: z.string().regex(/^[A-Z0-9]{10}$/),
	}),
	/** Makes `system` the PC's generation and activates it. */
	z.strictObject({ verb: z.literal("activate-darwin"), system: storePathSchema }),
	/** nix-darwin's own uninstaller, built before. */
	z.strictObject({ verb: z.literal("remove-darwin"), uninstaller: storePathSchema }),
	/** Stops what re-made nix-darwin's link of certificates, and removes the link if it leads nowhere. */
	z.strictObject({ verb: z.literal("mend-certificates") }),
	/** `bin/non-nixos-gpu-setup` of a built package. */
	z.strictObject({ verb: z.literal("gpu-setup"), setup: storePathSchema }),
	/** Removes the two files gpu-setup made. */
	z.strictObject({ verb: z.literal("gpu-remove") }),
	/** Windows' parts for running Linux, without any distribution. */
	z.strictObject({ verb: z.literal("wsl-components") }),
	/** Turns off the Windows features that were off before; never restarts the PC. */
	z.strictObject({
		verb: z.literal("wsl-components-remove"),
		features: z.array(z.enum(["VirtualMachinePlatform", "Microsoft-Windows-Subsystem-Linux"])).max(2),
	}),
]);
export type ElevatedAct = z.infer<typeof elevatedActSchema>;
export type ElevatedVerb = ElevatedAct["verb"];

/** What the helper writes, one JSON object a line, while it works. */
export const helperLineSchema = z.discriminatedUnion("kind", [
	/** The person has said yes; work begins. */
	z.strictObject({ kind: z.literal("started"), pid: z.int().positive() }),
	/** Act `index` of the request begins. */
	z.strictObject({ kind: z.literal("act"), index: z.int().nonnegative() }),
	/** A line of the program that runs. */
	z.strictObject({
		kind: z.literal("said"),
		index: z.int().nonnegative(),
		stream: z.enum(["stdout", "stderr"]),
		line: z.string(),
	}),
	/** The plan an act "plan" made, whole. */
	z.strictObject({ kind: z.literal("plan"), index: z.int().nonnegative(), sha256: sha256Schema, text: z.string() }),
	/** Act `index` has ended; the next one begins only after code 0. null: it could not be started, or was stopped. */
	z.strictObject({ kind: z.literal("acted"), index: z.int().nonnegative(), code: z.int().nullable() }),
	/** Nothing was run: the request is not what the person saw, or not allowed. */
	z.strictObject({ kind: z.literal("refused"), why: z.string() }),
	/** The last line. `whole`: every act ended with code 0. */
	z.strictObject({ kind: z.literal("ended"), whole: z.boolean() }),
]);
export type HelperLine = z.infer<typeof helperLineSchema>;

export type ElevatedEnd =
	/** Every act ended with code 0. That is the programs' own word: probe what they did. */
	| { readonly end: "done" }
	/** Act `index` ended with `code` (null: not started or stopped); the acts after it were not begun. `said`: its last lines. */
	| { readonly end: "failed"; readonly index: number; readonly code: number | null; readonly said: string }
	/** The person said no to the system's question. Nothing was changed. */
	| { readonly end: "declined" }
	/** The password was not right, or the account may not do this. Nothing was changed. */
	| { readonly end: "not-allowed" }
	/** Nothing on this PC can ask. `command`: a line the person may run in a terminal instead. Nothing was changed. */
	| { readonly end: "no-prompt"; readonly command: string }
	/** The helper did not accept the request. Nothing was changed. */
	| { readonly end: "refused"; readonly why: string }
	/** The helper is gone without a last word: anything may have happened. Probe. */
	| { readonly end: "lost"; readonly said: string }
	| { readonly end: "aborted" };

export interface ElevatedOptions {
	/** Stops the helper and what it runs; also takes the system's question away. */
	readonly signal: AbortSignal;
	/** Each line as it comes. Must not throw. */
	readonly onLine?: (line: HelperLine) => void;
}

/**
 * Asks the person once, through the system's own question, and runs `acts` in order up to the first that fails. The
 * question has no time limit. Never rejects for anything the person, the system or the helper does.
 */
export type RunElevated = (acts: readonly ElevatedAct[], options: ElevatedOptions) => Promise<ElevatedEnd>;
