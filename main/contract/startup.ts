// Starting by itself at sign-in: two things a person can switch on, both off until asked.
import { z } from "zod";

/** `app`: the desktop app, without its window. `agent`: the work alone, for a PC without a screen. */
export const startupKinds = ["app", "agent"] as const;
export const startupKindSchema = z.enum(startupKinds);
export type StartupKind = z.infer<typeof startupKindSchema>;

/** `disabled-outside`: switched off in the system's own settings. `foreign`: something of that name is not ours. */
const startupStates = ["off", "on", "disabled-outside", "foreign", "impossible"] as const;

/**
 * Why it cannot be: no desktop app is here; the system starts nothing for a person; the command is too long for it; the
 * app does the work itself; no way is known on this system. Words: startup.impossible.<reason>.
 */
export const startupReasons = ["absent", "services", "length", "packaged", "unsupported"] as const;
export type StartupReason = (typeof startupReasons)[number];

export const startupEntrySchema = z.strictObject({
	kind: startupKindSchema,
	state: z.enum(startupStates),
	/** Set exactly when the state is `impossible`. */
	reason: z.enum(startupReasons).nullable(),
	/** The file (absolute), or the registry key and value's name. */
	where: z.string(),
	/** What is in it now; when nothing is there, what would be. Empty when nothing can be written. */
	contents: z.string(),
	/** On, but it starts another copy of Hearth than this one. */
	stale: z.boolean(),
	/** Agent on Linux: true when it also runs while nobody is signed in. null where that cannot be told. */
	lingers: z.boolean().nullable(),
});
export type StartupEntry = z.infer<typeof startupEntrySchema>;

/** `started`: it was started (on) at once as well, not only for the next sign-in. */
export const startupChangeSchema = z.strictObject({ entry: startupEntrySchema, started: z.boolean() });
export type StartupChange = z.infer<typeof startupChangeSchema>;
