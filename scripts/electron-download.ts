// Fetches Electron's archive into its cache with the package's own downloader, which checks it against the checksums the
// package carries. A program of its own, because how it goes through a proxy is settled when Node starts. Writes one JSON
// line for each step: {"progress":{...}}, {"path":...} or {"failed":[...]}.
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { chainOf } from "./electron-trouble.ts";

interface Downloader {
	downloadArtifact(details: Record<string, unknown>): Promise<string>;
}

const [packageFolder = "", temporary = ""] = process.argv.slice(2);
const { env } = process;

try {
	const require = createRequire(join(packageFolder, "package.json"));
	const { downloadArtifact } = (await import(pathToFileURL(require.resolve("@electron/get")).href)) as Downloader;
	const path = await downloadArtifact({
		version: (require("./package.json") as { version: string }).version,
		artifactName: "electron",
		platform: env.ELECTRON_INSTALL_PLATFORM || env.npm_config_platform || process.platform,
		arch: env.ELECTRON_INSTALL_ARCH || env.npm_config_arch || process.arch,
		checksums: require("./checksums.json"),
		tempDirectory: temporary,
		...(env.electron_config_cache && { cacheRoot: env.electron_config_cache }),
		downloadOptions: {
			quiet: true,
			getProgressCallback: ({ transferred, total }: { transferred: number; total: number | null }) =>
				tell({ progress: { transferred, total } }),
		},
	});
	tell({ path });
} catch (error) {
	tell({ failed: chainOf(error) });
	process.exitCode = 1;
}

function tell(line: unknown): void {
	process.stdout.write(`${JSON.stringify(line)}\n`);
}
