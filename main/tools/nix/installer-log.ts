// What nix-installer says with --logger json: one JSON object a line on standard error, with plain lines in between.
import { z } from "zod";
import { withoutColours } from "./nix-log.ts";

const lineSchema = z.object({
	level: z.string(),
	fields: z.object({ message: z.string().optional() }).loose(),
});

export type InstallerLine =
	/** A top-level action of the plan begins. */
	| { readonly kind: "step"; readonly what: string }
	/** An action is taken back. */
	| { readonly kind: "revert"; readonly what: string }
	| { readonly kind: "warning" | "error"; readonly what: string }
	/** Anything else, also what is no JSON. */
	| { readonly kind: "other"; readonly what: string };

export function readInstallerLine(line: string): InstallerLine {
	const parsed = lineSchema.safeParse(parseJson(line));
	if (!parsed.success) return { kind: "other", what: withoutColours(line) };
	const message = withoutColours(parsed.data.fields.message ?? "");
	for (const [start, kind] of [["Step: ", "step"] as const, ["Revert: ", "revert"] as const]) {
		if (message.startsWith(start)) return { kind, what: message.slice(start.length) };
	}
	const level = parsed.data.level.toUpperCase();
	if (level === "ERROR") return { kind: "error", what: message };
	return { kind: level === "WARN" ? "warning" : "other", what: message };
}

export interface InstallerProgress {
	/** Actions begun, of the plan's `of`; never more. */
	readonly step: number;
	readonly of: number;
	readonly what: string | null;
	/** The newest error, or what was said last in plain text: the installer prints expected errors without JSON. */
	readonly said: string | null;
}

/** `of`: how many top-level actions the plan has. */
export function newInstallerProgress(of: number): InstallerProgress {
	return { step: 0, of, what: null, said: null };
}

export function addInstallerLine(progress: InstallerProgress, line: string): InstallerProgress {
	const { kind, what } = readInstallerLine(line);
	if (kind === "step") return { ...progress, step: Math.min(progress.step + 1, progress.of), what };
	const tells = kind === "error" || (kind === "other" && !line.trimStart().startsWith("{"));
	return tells && what !== "" ? { ...progress, said: what.slice(0, 500) } : progress;
}

function parseJson(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
