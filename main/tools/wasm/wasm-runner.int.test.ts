import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../clock/clock.ts";
import { runnerContract } from "../runner/contract-suite.ts";
import { pythonDigest } from "./python.ts";
import { pythonPrograms } from "./python-programs.ts";
import { openWasmRunner } from "./wasm-runner.ts";

const directory = mkdtempSync(join(tmpdir(), "hearth-wasm-"));

runnerContract("the wasm runner", {
	open: async () => openWasmRunner({ clock: systemClock, directory, deviceId: "contract-test" }),
	close: async () => rmSync(directory, { recursive: true, force: true }),
	programs: pythonPrograms(await pythonDigest()),
	pass: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
});
