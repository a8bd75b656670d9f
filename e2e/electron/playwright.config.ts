// npm run test:electron: the shell on the real Electron. `checkout` drives the built app with Playwright; `installed` can
// only look from outside, because the release build's fuses let nobody inspect it.
import { defineConfig } from "@playwright/test";

// Also for the workers, which load this file without the command's arguments.
if (process.argv.includes("installed")) process.env.HEARTH_TEST_INSTALLED = "1";
const installed = process.env.HEARTH_TEST_INSTALLED === "1";

export default defineConfig({
	testDir: ".",
	outputDir: "../../test-results/electron",
	// A worker with Electron in it takes 300 MB, and two shells on one screen take each other's focus.
	workers: 1,
	fullyParallel: false,
	timeout: 120_000,
	forbidOnly: process.env.CI === "true",
	reporter: [["list"]],
	projects: [
		installed
			? { name: "installed", testMatch: "installed.spec.ts" }
			: { name: "checkout", testMatch: "checkout.spec.ts" },
	],
});
