// npm run electron:get: the desktop window's program, by the package's own installer, with progress and clear words.
import { fileURLToPath } from "node:url";
import { installElectron } from "./install-electron.ts";
import { say } from "./say.ts";
import { showProgress } from "./show-progress.ts";

const packageFolder = fileURLToPath(new URL("../node_modules/electron", import.meta.url));
const args = process.argv.slice(2);
const out = (text: string) => void process.stdout.write(text);

process.exitCode = await main();

/** 0 done, 1 failed, 2 wrong usage, 130 stopped. */
async function main(): Promise<number> {
	if (args.length > 0) {
		const help = args.includes("--help") || args.includes("-h");
		(help ? process.stdout : process.stderr).write(say("electron-get.usage"));
		return help ? 0 : 2;
	}
	const stop = new AbortController();
	for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
	const progress = showProgress(process.stdout);
	const end = await installElectron({
		packageFolder,
		env: process.env,
		signal: stop.signal,
		onStart: (platform, arch, version) => out(`${say("electron-get.start", { platform, arch, version })}\n`),
		onProgress: progress.show,
		onUnpack: () => {
			progress.end();
			out(`${say("electron-get.unpack")}\n`);
		},
	});
	progress.end();
	if (end.kind !== "failed") {
		out(`${say(end.kind === "had" ? "electron-get.have" : "electron-get.done", { version: end.version })}\n`);
		return 0;
	}
	const { trouble, detail } = end.trouble;
	const lines = [
		say(`electron-get.failed.${trouble}`, { detail }),
		say("electron-get.unchanged"),
		say(`electron-get.failed.${trouble}.do`),
	];
	process.stderr.write(`${lines.join("\n")}\n`);
	return trouble === "stopped" ? 130 : 1;
}
