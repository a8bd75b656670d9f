// The entry of the process in which the desktop shell hosts its agent (Electron's utilityProcess.fork). Everything heavy
// is loaded after the engine was told to be small.
import type { ParentMessage, ParentPort } from "./host-agent.ts";
import { keepSmall } from "./keep-small.ts";

keepSmall();
const { parentPort } = process as { parentPort?: ParentPort };
if (parentPort) {
	// Listens before anything is loaded, so that nothing the shell says is missed.
	const waiting: ParentMessage[] = [];
	let take: (message: ParentMessage) => void = (message) => waiting.push(message);
	parentPort.on("message", (message) => take(message));
	const { hostAgent } = await import("./host-agent.ts");
	take = hostAgent({ parent: parentPort, argv: process.argv.slice(2), env: process.env });
	for (const message of waiting) take(message);
} else {
	process.stderr.write("hearth: only the desktop app starts this program\n");
	process.exitCode = 2;
}
