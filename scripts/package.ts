// npm run package: builds everything afresh and makes the installers of this system with electron-builder, into
// dist/packages. Needs the Electron binary and electron-builder's own tools, which it downloads.
// With HEARTH_UPDATE_URL (https) the copies look for newer ones there when their person asks; without, never.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { npm, runCommand, tool } from "./run-command.ts";

const folder = (name: string) => fileURLToPath(new URL(`../dist/${name}`, import.meta.url));
const updateUrl = process.env.HEARTH_UPDATE_URL ?? "";

async function packageApp(args: readonly string[]): Promise<number> {
	if (updateUrl !== "" && !URL.parse(updateUrl)?.protocol.startsWith("https")) {
		process.stderr.write("HEARTH_UPDATE_URL has to be an https address. Nothing was built.\n");
		return 2;
	}
	for (const name of ["app", "electron", "window", "packages"]) rmSync(folder(name), { recursive: true, force: true });
	const built = await runCommand(npm("run", "-s", "build"));
	if (built.code !== 0) return built.code;
	const feed = updateUrl === "" ? [] : ["-c.publish.provider=generic", `-c.publish.url=${updateUrl}`];
	const made = await runCommand([...tool("electron-builder/cli.js"), "--publish", "never", ...feed, ...args]);
	return made.code;
}

process.exitCode = await packageApp(process.argv.slice(2));
