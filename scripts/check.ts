// npm run check: types, lint, dead code and unit tests, side by side; under 60 seconds.
import { runCommand, tool } from "./run-command.ts";

const started = Date.now();
const types = await runCommand([...tool("typescript/bin/tsc"), "-b"], {}, true);
const steps = [
	{ name: "lint", argv: [...tool("@biomejs/biome/bin/biome"), "ci", "--error-on-warnings", "."] },
	{ name: "dead code", argv: [...tool("knip/bin/knip.js")] },
	{ name: "unit tests", argv: [...tool("vitest/vitest.mjs"), "run", "--project", "unit"] },
] as const;
const ends = await Promise.all(steps.map((step) => runCommand(step.argv as unknown as [string], {}, true)));
let failed = types.code !== 0;
report("types", types);
for (const [index, step] of steps.entries()) {
	const end = ends[index];
	if (!end) continue;
	failed ||= end.code !== 0;
	report(step.name, end);
}
process.stdout.write(`${failed ? "check failed" : "check passed"} in ${Math.round((Date.now() - started) / 1000)} s\n`);
process.exitCode = failed ? 1 : 0;

function report(name: string, end: { code: number; text: string }): void {
	process.stdout.write(`${end.code === 0 ? "ok    " : "FAILED"} ${name}\n`);
	if (end.code !== 0) process.stdout.write(`${end.text}\n`);
}
