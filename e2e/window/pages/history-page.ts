import type { Locator } from "@playwright/test";
import { WindowPage } from "./window-page.ts";

export class HistoryPage extends WindowPage {
	get table(): Locator {
		return this.page.getByRole("table", { name: "Runs on this PC, newest first" });
	}
	/** Rows without the head. */
	get rows(): Locator {
		return this.table.getByRole("row").filter({ has: this.page.getByRole("cell") });
	}
	receiptOf(title: string): Locator {
		return this.page.getByRole("link", { name: `receipt of ${title}` }).first();
	}
	get older(): Locator {
		return this.page.getByRole("button", { name: "Older" });
	}
	get newer(): Locator {
		return this.page.getByRole("button", { name: "Newer" });
	}
	get export(): Locator {
		return this.page.getByRole("button", { name: "Export" });
	}
	get checkRecord(): Locator {
		return this.page.getByRole("button", { name: "Check all of it" });
	}
	get verified(): Locator {
		return this.page.getByText("Checked and true.");
	}
}
