import { defineConfig } from "@playwright/test";
import { chromiumPath } from "./e2e/window/chromium.ts";

// One worker: the suites share two cores with the agent they look at. The browser is the system's own.
export default defineConfig({
	testDir: "e2e",
	testMatch: "**/*.spec.ts",
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
