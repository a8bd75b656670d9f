import fc from "fast-check";
import { expect, test } from "vitest";
import { addInstallerLine, newInstallerProgress, readInstallerLine } from "./installer-log.ts";

const info = (message: string, level = "INFO") =>
	JSON.stringify({ timestamp: "2026-11-20T10:00:00Z", level, fields: { message }, target: "nix_installer::plan" });

/** In the form the installer's source writes: JSON lines, and plain ones of eprintln in between. */
const transcript = [
	"`nix-installer` needs to run as `root`, attempting to escalate now via `sudo`...",
	info("Step: Create directory `/nix`"),
	info("Step: Provision Nix"),
	info("Executing: Download Nix"),
	"\u001b[31mError: failed to fetch\u001b[0m",
	info("could not set the mode", "WARN"),
	info("Revert: Provision Nix"),
];

test("each line is what it is", () => {
	expect(transcript.map((line) => readInstallerLine(line).kind)).toEqual([
		"other",
		"step",
		"step",
		"other",
		"other",
		"warning",
		"revert",
	]);
	expect(readInstallerLine(transcript[4] ?? "").what).toBe("Error: failed to fetch");
});

test("progress counts steps of the plan, and keeps the last plain words", () => {
	const progress = transcript.reduce(addInstallerLine, newInstallerProgress(7));
	expect(progress).toEqual({ step: 2, of: 7, what: "Provision Nix", said: "Error: failed to fetch" });
});

test("never throws, never goes back, never beyond the plan", () => {
	const line = fc.oneof(
		fc.string(),
		fc.json(),
		fc.string().map((text) => info(`Step: ${text}`)),
	);
	fc.assert(
		fc.property(fc.array(line), fc.nat(10), (lines, of) => {
			let before = newInstallerProgress(of);
			for (const one of lines) {
				const next = addInstallerLine(before, one);
				expect(next.step).toBeGreaterThanOrEqual(before.step);
				expect(next.step).toBeLessThanOrEqual(of);
				before = next;
			}
		}),
	);
});
