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
	/** A row by its place in the whole list, 1 is the newest. */
	row(place: number): Locator {
		return this.table.locator(`tr[aria-rowindex="${place + 1}"]`);
	}
	/** The box in which the list scrolls. */
	get list(): Locator {
		return this.page.getByRole("region", { name: "The list, to scroll" });
	}
	get find(): Locator {
		return this.page.getByRole("searchbox", { name: "Find" });
	}
	get howItEnded(): Locator {
		return this.page.getByRole("combobox", { name: "How it ended" });
	}
	/** The week as a table that is also its picture. */
	get week(): Locator {
		return this.page.getByRole("table", { name: "When this PC lent, the last seven days" });
	}
	get saveTable(): Locator {
		return this.page.getByRole("button", { name: "Save as a table" });
	}
	get saveJson(): Locator {
		return this.page.getByRole("button", { name: "Save for other programs" });
	}
	get checkRecord(): Locator {
		return this.page.getByRole("button", { name: "Check all of it" });
	}
	get verified(): Locator {
		return this.page.getByText("Checked and true.");
	}
}
