// The entry of the process in which the desktop shell hosts its agent (Electron's utilityProcess.fork). Everything heavy
// is loaded after the engine was told to be small.
import type { ParentPort } from "./host-agent.ts";
import { keepSmall } from "./keep-small.ts";

keepSmall();
const { hostAgent } = await import("./host-agent.ts");
const { parentPort } = process as { parentPort?: ParentPort };
if (parentPort) hostAgent({ parent: parentPort, argv: process.argv.slice(2), env: process.env });
else {
	process.stderr.write("hearth: only the desktop app starts this program\n");
	process.exitCode = 2;
}
