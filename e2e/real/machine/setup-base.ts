// Setup of the tools' base in a copy of this PC, as a program of one person: the product's own plan, engine and steps, and a
// list of pins that names the installer of the tests. Arguments: the data folder, an installer, then what to do.
import { createHash } from "node:crypto";
import { copyFileSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { openSetup } from "../../../nix-installer/open-setup.ts";
import { linuxBase } from "../../../nix-installer/plans/linux-base.ts";
import { checkPins } from "../../../nix-installer/plans/pins.ts";
import { agreedPlan, showPlan } from "../../../nix-installer/plans/setup-plan.ts";
import { systemReaders } from "../../../nix-installer/preflight/read-preflight.ts";

const [data = "", installer = "", what = ""] = process.argv.slice(2);
const sha256 = createHash("sha256").update(readFileSync(installer)).digest("hex");
const pins = checkPins([
	{
		for: "linux-installer",
		arch: process.arch,
		name: "the installer",
		url: "https://example.org/installer",
		sha256,
		bytes: statSync(installer).size,
	},
]);
const engine = openSetup(data);
const quiet = { signal: new AbortController().signal, onEvent: () => undefined };
const say = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);

// Whoever types the password waits for this line and answers on standard input.
if (what !== "plan") {
	say({ asks: process.pid });
	await new Promise((resolve) => process.stdin.once("data", resolve));
	process.stdin.pause();
}
if (what === "undo") say(await engine.undo(quiet));
else if (what === "resume") say(await engine.resume(quiet));
else {
	const part = linuxBase(data, systemReaders(), pins);
	if (!part) throw new Error("no base for this PC");
	const wanted = { parts: [part], cannot: [], checks: [], notes: [] };
	const shown = showPlan(engine, { home: "this-pc" }, wanted);
	if (what === "plan") say(shown);
	else {
		// There is no network here: what would be downloaded is there already, and setup takes it as it is.
		mkdirSync(join(data, "setup"), { recursive: true, mode: 0o700 });
		copyFileSync(installer, join(data, "setup", `installer-${sha256.slice(0, 16)}`));
		say(await engine.apply(agreedPlan(engine, wanted, { hash: shown.hash, parts: ["base"] }), quiet));
	}
}
