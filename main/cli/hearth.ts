#!/usr/bin/env node
// The command line's entry. Everything heavy is loaded by the command that needs it, after the engine was told to be small.
import { enableCompileCache } from "node:module";
import { keepSmall } from "./keep-small.ts";

keepSmall();
enableCompileCache();
const { runHearth } = await import("./run-hearth.ts");
const { openTerminal } = await import("./terminal.ts");
process.exitCode = await runHearth(process.argv.slice(2), openTerminal());
