// What the window shows while something is refused or missing: the agent, its answer, the right to ask, the proof of a
// Stop. The browser notes each refusal on its console, so these are kept apart from the looks that stay silent there.
import { expect, type Page } from "@playwright/test";
import type { FixtureAgent } from "./fixture-agent.ts";
import { LendingPage } from "./pages/lending-page.ts";
import type { ScenarioName } from "./scenarios.ts";

export interface AwayLook {
	readonly name: string;
	readonly scenario: ScenarioName;
	readonly hash: string;
	/** Words that stand on the page once the state is reached. */
	readonly shows: RegExp;
	/** Before the page is opened. */
	readonly arrange?: (page: Page, agent: FixtureAgent) => unknown;
	/** After it stands. */
	readonly prepare?: (page: Page, agent: FixtureAgent) => Promise<void>;
}

/** The door never answers these calls. */
const unanswered = (page: Page, ...calls: string[]) =>
	Promise.all(calls.map((call) => page.route(`**/rpc/${call}`, () => undefined))).then(() => undefined);

/** The page comes without the first picture of the agent. */
const bare = (page: Page, agent: FixtureAgent) =>
	page.route(agent.url, async (route) => {
		const answer = await route.fetch();
		const body = (await answer.text()).replace(/<script type="application\/json".*?<\/script>/s, "");
		await route.fulfill({ response: answer, body });
	});

const standing = (page: Page) => expect(new LendingPage(page).sentence).toBeVisible();

export const awayLooks: readonly AwayLook[] = [
	{
		name: "allow-never",
		scenario: "ready",
		hash: "#/allow",
		shows: /begin and end at the same time/,
		async prepare(page) {
			await page.getByText("may run small programs").first().waitFor();
			const [from, to] = await page.getByRole("combobox").all();
			await to?.selectOption((await from?.inputValue()) ?? "");
		},
	},
	{
		name: "receipt-missing",
		scenario: "week",
		hash: "#/history/00000000-0000-4000-8000-000000009999",
		shows: /receipt/i,
	},
	{
		name: "loading",
		scenario: "lending",
		hash: "#/lending",
		shows: /Asking Hearth what is going on/,
		async arrange(page, agent) {
			await bare(page, agent);
			await unanswered(page, "status/watch");
		},
	},
	{
		name: "history-loading",
		scenario: "week",
		hash: "#/history",
		shows: /Reading the list/,
		arrange: (page) => unanswered(page, "history/days", "history/list"),
	},
	{
		name: "this-pc-loading",
		scenario: "ready",
		hash: "#/this-pc",
		shows: /Asking this PC|Looking/,
		arrange: (page) => unanswered(page, "device/about", "device/doctor"),
	},
	{
		name: "offline",
		scenario: "lending",
		hash: "#/lending",
		shows: /Hearth does not answer/,
		async prepare(page, agent) {
			await standing(page);
			await agent.close();
		},
	},
	{
		name: "history-offline",
		scenario: "lending",
		hash: "#/history",
		shows: /Hearth has not answered since/,
		async prepare(page, agent) {
			await expect(page.getByText("Find faces").or(page.getByText("Scan old letters")).first()).toBeVisible();
			await agent.close();
		},
	},
	{
		name: "signed-out",
		scenario: "lending",
		hash: "#/lending",
		shows: /This window is closed/,
		arrange: (_, agent) => agent.signOut(),
	},
	{
		name: "broken-page",
		scenario: "lending",
		hash: "#/history",
		shows: /This page broke/,
		arrange: (page) => page.route("**/rpc/history/days", (route) => route.fulfill({ json: { json: [null] } })),
	},
	{
		name: "history-failed",
		scenario: "lending",
		hash: "#/history",
		shows: /did not work|went wrong|Try again/,
		arrange: (page) => page.route("**/rpc/history/days", (route) => route.fulfill({ status: 500, json: {} })),
	},
	{
		name: "stopping",
		scenario: "deaf-stop",
		hash: "#/lending",
		shows: /Stopping/,
		// The three seconds after which it would say that nothing confirmed it never pass.
		arrange: (page) =>
			page.addInitScript(`
				const wait = window.setTimeout;
				window.setTimeout = (act, ms, ...rest) => (ms === 3000 ? 0 : wait(act, ms, ...rest));
			`),
		async prepare(page) {
			await standing(page);
			await new LendingPage(page).stop.click();
		},
	},
	{
		name: "stop-late",
		scenario: "deaf-stop",
		hash: "#/lending",
		shows: /has not confirmed the stop/,
		async prepare(page) {
			await standing(page);
			await new LendingPage(page).stop.click();
		},
	},
	{
		name: "stop-lost",
		scenario: "lending",
		hash: "#/lending",
		shows: /did not reach Hearth/,
		async prepare(page, agent) {
			await standing(page);
			await agent.close();
			await new LendingPage(page).stop.click();
		},
	},
];
