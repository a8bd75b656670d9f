// What is to be known about a Nix that is here already, in words.
import type { SetupCheck } from "../../main/contract/setup.ts";
import type { NixHere } from "../steps/linux/nix-here.ts";

/** null: there is none, and nothing is to be said. */
export function nixCheck(here: NixHere): SetupCheck | null {
	switch (here.state) {
		case "none":
			return null;
		case "answers":
			return { level: "ok", words: { code: "setup.found.nix", args: { version: here.version } } };
		case "old":
			return { level: "problem", words: { code: "setup.fault.nix-old", args: { version: here.version } } };
		case "half":
			return { level: "warn", words: { code: "setup.check.store-half", args: {} } };
		case "silent":
			return { level: "warn", words: { code: "setup.fault.nix-silent", args: {} } };
	}
}
