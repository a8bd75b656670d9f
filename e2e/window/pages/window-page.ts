// What every page of the window has. Page objects speak in roles and words, never in markup.
import type { Locator, Page } from "@playwright/test";

export class WindowPage {
	readonly page: Page;
	constructor(page: Page) {
		this.page = page;
	}

	/** The biggest sentence. */
	get sentence(): Locator {
		return this.page.getByRole("heading", { level: 1 });
	}
	get stop(): Locator {
		return this.page.getByRole("button", { name: "Stop lending" });
	}
	get stopping(): Locator {
		return this.page.getByRole("button", { name: "Stopping…" });
	}
	get resume(): Locator {
		return this.page.getByRole("button", { name: "Lend again now" });
	}
	pauseFor(name: "30 min" | "2 hours" | "until tomorrow"): Locator {
		return this.page.getByRole("group", { name: "Pause" }).getByRole("button", { name });
	}
	async openPage(name: "Lending" | "History" | "Set up" | "This PC"): Promise<void> {
		await this.page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();
	}
	sheet(name: string): Locator {
		return this.page.getByRole("region", { name });
	}
}
