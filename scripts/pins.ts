// npm run pins: downloads every file that setup may download and says whether each is what its pin says. Installs nothing.
import { runCommand as runTool } from "../main/tools/run-command/run-command.ts";
import { checkPin } from "../nix-installer/plans/check-pins.ts";
import { pins } from "../nix-installer/plans/pins.ts";
import { systemReaders } from "../nix-installer/preflight/read-preflight.ts";

const stop = new AbortController();
process.once("SIGINT", () => stop.abort());
const tools = {
	fetch,
	run: runTool,
	readers: systemReaders(),
	isRoot: process.getuid?.() === 0,
	signal: stop.signal,
};
for (const pin of pins) {
	const { wrong, planned } = await checkPin(pin, tools);
	const title = `${pin.for} ${pin.arch}, ${pin.name}`;
	process.stdout.write(`${wrong === null ? "ok    " : "WRONG "} ${title}${planned ? ", and its plan" : ""}\n`);
	if (wrong === null) continue;
	process.stdout.write(`       ${pin.url}\n       ${wrong}\n`);
	process.exitCode = 1;
}
