// A desktop shell without a screen: hosts the agent of the data directory named first, and prints its status as JSON
// lines until it is killed. For tests that end the shell itself.
import { superviseAgent } from "../../electron/agent/supervise.ts";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { nodeElectron } from "./node-electron.ts";

const [dataDirectory = "", entryPath = ""] = process.argv.slice(2);
const agent = superviseAgent({
	electron: nodeElectron,
	clock: systemClock,
	entryPath,
	dataDirectory,
	env: process.env,
	log: (line) => process.stderr.write(`${line}\n`),
});
agent.onStatus(({ link, hosted }) => process.stdout.write(`${JSON.stringify({ link, hosted })}\n`));
