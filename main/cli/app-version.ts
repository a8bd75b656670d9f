// This program's version, from its own package.json.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Looks upward from this file, because sources and build lie at different depths. */
export function appVersion(): string {
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
