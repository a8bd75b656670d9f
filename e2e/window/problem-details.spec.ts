// What is behind a problem is a press away, is copied with another, and holds no secret.
import { expect } from "@playwright/test";
import { noChromium } from "./chromium.ts";
import { it } from "./fixture-test.ts";
import { judge } from "./judge.ts";

it.skip(noChromium !== "", noChromium);

it("shows code and facts on demand, copies them with one press, and keeps secrets out", async ({ page, agent }) => {
	await page.route("**/rpc/history/days", (route) =>
		route.fulfill({
			status: 409,
			contentType: "application/json",
			body: JSON.stringify({
				json: {
					defined: true,
					code: "PROBLEM",
					status: 409,
					message: "PROBLEM",
					data: {
						code: "pool.unreachable",
						args: { name: "home", detail: "no answer from nats://lender:Zk83hQx7Lp2mVt4w@192.0.2.7:4222" },
						actions: ["retry"],
					},
				},
			}),
		}),
	);
	await page.goto(`${agent.url}#/history`);
	const problem = page.getByRole("alert");
	await expect(problem).toBeVisible();
	await expect(problem.getByText("pool.unreachable")).toBeHidden();
	await problem.getByText("Details").click();
	await expect(problem.getByText("pool.unreachable")).toBeVisible();
	await expect(problem).not.toContainText("Zk83hQx7Lp2mVt4w");
	await problem.getByRole("button", { name: "Copy" }).click();
	await expect(problem.getByRole("button", { name: "Copied" })).toBeVisible();
	await page.context().grantPermissions(["clipboard-read"]);
	expect(await page.evaluate("navigator.clipboard.readText()")).toBe(
		"pool.unreachable\nname: home\ndetail: no answer from nats://…@192.0.2.7:4222",
	);
	for (const width of [1280, 320]) {
		await page.setViewportSize({ width, height: 760 });
		await judge(page, `problem-details-${width}`);
	}
});
