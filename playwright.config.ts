import { defineConfig } from "@playwright/test";
import { noElectron } from "./e2e/electron/electron-here.ts";
import { chromiumPath } from "./e2e/window/chromium.ts";

if (noElectron && process.env.TEST_WORKER_INDEX === undefined) {
	process.stderr.write(`not run here: e2e/electron, ${noElectron}\n`);
}

// One worker: the suites share two cores with the agent they look at. The browser is the system's own.
export default defineConfig({
	testDir: "e2e",
	testMatch: "**/*.spec.ts",
	// The real Electron where it is; a released copy only by npm run test:electron -- --project installed.
	testIgnore: noElectron ? "**/e2e/electron/**" : "**/e2e/electron/installed.spec.ts",
	outputDir: "test-results/playwright",
	workers: 1,
	fullyParallel: false,
	timeout: 60_000,
	forbidOnly: process.env.CI === "true",
	reporter: [["list"]],
	use: {
		browserName: "chromium",
		locale: "en-GB",
		launchOptions: {
			executablePath: chromiumPath,
			args: [
				"--no-sandbox",
				"--disable-gpu",
				"--disable-quic",
				"--no-first-run",
				"--disable-background-networking",
				"--disable-component-update",
				"--disable-sync",
			],
		},
	},
});
