// A test with a fixture agent of its own, started with the scenario it asks for.
import { test } from "@playwright/test";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import type { ScenarioName } from "./scenarios.ts";

export const it = test.extend<{ scenario: ScenarioName; agent: FixtureAgent }>({
	scenario: ["lending", { option: true }],
	agent: async ({ scenario }, use) => {
		const agent = await startFixtureAgent(scenario);
		await use(agent);
		await agent.close().catch(() => undefined);
	},
});
