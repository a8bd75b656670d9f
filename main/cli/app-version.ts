// This program's version: built in, or from its own package.json where it runs from source.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Put in by the build (vite.config.ts). */
declare const builtVersion: string | undefined;

/** Looks upward from this file, because sources and build lie at different depths. */
export function appVersion(): string {
	if (typeof builtVersion === "string") return builtVersion;
	for (let at = import.meta.dirname; at !== dirname(at); at = dirname(at)) {
		try {
			const { name, version } = JSON.parse(readFileSync(join(at, "package.json"), "utf8"));
			if (name === "hearth") return String(version);
		} catch {
			// Not here: one folder further up.
		}
	}
	return "0.0.0";
}
