import type { Locator } from "@playwright/test";
import { WindowPage } from "./window-page.ts";

/** The Lending page, its first window and the consent form. */
export class LendingPage extends WindowPage {
	get tryIt(): Locator {
		return this.page.getByRole("button", { name: "Try it on this PC" });
	}
	get lendSome(): Locator {
		return this.page.getByRole("link", { name: "Lend some of this PC" });
	}
	get change(): Locator {
		return this.page.getByRole("link", { name: "Change what may run" });
	}
	/** A running job by its title. */
	running(title: string): Locator {
		return this.sheet("Running now").getByRole("listitem").filter({ hasText: title });
	}
	get proof(): Locator {
		return this.page.getByRole("link", { name: "See the receipt" });
	}
	get picture(): Locator {
		return this.page.getByRole("img", { name: /The result/ });
	}
	get pictureReceipt(): Locator {
		return this.page.getByRole("link", { name: "See its receipt" });
	}

	kind(name: "Small programs" | "Containers" | "Graphics card"): Locator {
		return this.page.getByRole("switch", { name });
	}
	limit(name: string): Locator {
		return this.page.getByRole("switch", { name });
	}
	asker(name: string | RegExp): Locator {
		return this.page.getByRole("checkbox", { name });
	}
	when(name: "Only while nobody uses the PC" | "Any time"): Locator {
		return this.page.getByRole("radio", { name });
	}
	amount(name: "Cores to lend" | "Memory to lend" | "Scratch disk to lend"): Locator {
		return this.page.getByRole("textbox", { name });
	}
	border(name: "Cores to lend" | "Memory to lend" | "Scratch disk to lend"): Locator {
		return this.page.getByRole("slider", { name });
	}
	/** The words that would be agreed to. */
	get slip(): Locator {
		return this.sheet("What you would allow");
	}
	get lend(): Locator {
		return this.page.getByRole("button", { name: "Lend", exact: true });
	}
	get confirmChange(): Locator {
		return this.page.getByRole("button", { name: "Change it" });
	}
	get notNow(): Locator {
		return this.page.getByRole("button", { name: "Not now" });
	}
	/** Ticks a toggle or box whose visible part is its label. */
	async press(control: Locator): Promise<void> {
		await control.focus();
		await control.press("Space");
	}
	/** The smallest yes: small programs, asked by this PC itself, at any time. */
	async allowOwnSmallPrograms(): Promise<void> {
		await this.press(this.kind("Small programs"));
		await this.press(this.asker("You, on this PC"));
		await this.press(this.when("Any time"));
		await this.slip.getByText("may run small programs").waitFor();
		await this.lend.click();
	}
}
