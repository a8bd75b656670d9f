// npm start: the desktop window where it is installed and a screen is there, otherwise the agent and its window in a
// browser. Never downloads anything. Ctrl-C stops it.
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chooseWindow } from "./choose-window.ts";
import { findElectron } from "./electron-binary.ts";
import { runWindow } from "./run-window.ts";
import { say } from "./say.ts";

const here = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const args = process.argv.slice(2);

if (args.some((arg) => !["--web", "--app"].includes(arg))) {
	const help = args.includes("--help") || args.includes("-h");
	(help ? process.stdout : process.stderr).write(say("npm.start.usage"));
	process.exitCode = help ? 0 : 2;
} else {
	process.exitCode = await start();
}

async function start(): Promise<number> {
	const choice = chooseWindow({
		platform: process.platform,
		env: process.env,
		binary: findElectron(here("node_modules/electron"), process.platform, process.env),
		built: existsSync(here("dist/electron/main.js")),
		asked: args.includes("--web") ? "web" : args.includes("--app") ? "app" : null,
	});
	if (choice.kind === "web") return openWeb(say(`npm.start.${choice.why}`));
	const end = await runWindow(choice.binary, [here("")]);
	if ("code" in end) return end.code;
	return openWeb(say(`npm.start.${end.failed.why}`, { detail: end.failed.detail }));
}

async function openWeb(why: string): Promise<number> {
	process.stdout.write(`${why}\n`);
	const { href } = new URL("../dist/app/start.js", import.meta.url);
	const { startHere } = (await import(href)) as { startHere(env: NodeJS.ProcessEnv): Promise<number> };
	return startHere(process.env);
}
