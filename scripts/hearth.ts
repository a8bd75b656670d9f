// npm run -s hearth -- ARGS: the command line from a checkout. Builds once when nothing has been built yet.
import { existsSync } from "node:fs";
import { runCommand } from "./run-command.ts";

const entry = new URL("../dist/app/hearth.js", import.meta.url);
if (!existsSync(entry)) {
	process.stderr.write("Building Hearth first; this takes some seconds.\n");
	const build = await runCommand(["npm", "run", "-s", "build:app"], {}, true);
	if (build.code !== 0) {
		process.stderr.write(build.text);
		process.exit(1);
	}
}
await import(entry.href);
