// Packs the built app for Linux with electron-builder and the project's own configuration, on a stand-in for Electron.
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Arch, build, type LinuxPackager, Platform } from "electron-builder";
import { writeStandIn } from "./stand-in.ts";

const require = createRequire(import.meta.url);
export const projectDirectory = fileURLToPath(new URL("../..", import.meta.url));

interface DesktopEntryMaker {
	computeDesktopEntry(options: object): Promise<string>;
	icons: Promise<{ file: string; size: number }[]>;
}

export interface PackedApp {
	/** The folder an installer would put on the PC. */
	readonly directory: string;
	/** The text of the menu entry. */
	readonly desktopEntry: string;
	/** Icon sizes in pixels, as they would be installed. */
	readonly iconSizes: readonly number[];
	readonly executable: string;
}

/** Packs into `directory`/out. Rejects with electron-builder's own error, which includes a configuration it refuses. */
export async function packApp(directory: string): Promise<PackedApp> {
	const electronDist = join(directory, "electron");
	writeStandIn(electronDist);
	let packed: PackedApp | null = null;
	await build({
		projectDir: projectDirectory,
		targets: Platform.LINUX.createTarget("dir", Arch.x64),
		publish: "never",
		config: {
			extends: join(projectDirectory, "electron-builder.yml"),
			electronDist,
			directories: { output: join(directory, "out") },
			afterPack: async ({ appOutDir, packager }) => {
				const linux = packager as LinuxPackager;
				const { LinuxTargetHelper } = require("app-builder-lib/out/targets/LinuxTargetHelper.js") as {
					LinuxTargetHelper: new (packager: LinuxPackager) => DesktopEntryMaker;
				};
				const helper = new LinuxTargetHelper(linux);
				packed = {
					directory: appOutDir,
					desktopEntry: await helper.computeDesktopEntry({
						...linux.platformSpecificBuildOptions,
						...linux.config.deb,
					}),
					iconSizes: (await helper.icons).map((icon) => icon.size),
					executable: linux.executableName,
				};
			},
		},
	});
	if (!packed) throw new Error("electron-builder ended without packing anything");
	return packed;
}
