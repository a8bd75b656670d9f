import type { Locator } from "@playwright/test";
import { WindowPage } from "./window-page.ts";

export class SetupPage extends WindowPage {
	button(name: string): Locator {
		return this.page.getByRole("button", { name, exact: true });
	}
	link(name: string): Locator {
		return this.page.getByRole("main").getByRole("link", { name, exact: true });
	}
	choice(name: "Only this PC" | "I have an invite"): Locator {
		return this.page.getByRole("radio", { name });
	}
	get invite(): Locator {
		return this.page.getByRole("textbox", { name: "The link" });
	}
	/** What is said about the link under its field. */
	get aboutInvite(): Locator {
		return this.page.getByRole("main").getByRole("status");
	}
	/** From the frame to the field for the link. */
	async toInvite(): Promise<void> {
		await this.openPage("Set up");
		await this.begin();
		await this.choose("I have an invite");
	}
	/** As from a mail: the clipboard's text as it stands, line breaks and all. */
	async paste(text: string): Promise<void> {
		await this.invite.focus();
		await this.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
		await this.page.keyboard.press("Control+V");
	}
	/** The row of the list with this title. */
	row(title: string | RegExp): Locator {
		return this.page
			.getByRole("region", { name: "The steps" })
			.getByRole("listitem")
			.filter({ has: this.page.getByText(title, { exact: true }) });
	}
	get progress(): Locator {
		return this.page.getByRole("progressbar", { name: "How far it is" });
	}
	async begin(): Promise<void> {
		await this.link("Begin").click();
	}
	async chooseThisPc(): Promise<void> {
		await this.choose("Only this PC");
		await this.button("Next").click();
	}
	/** By its words: the button itself is out of sight. */
	async choose(name: "Only this PC" | "I have an invite"): Promise<void> {
		await this.page.getByText(name, { exact: true }).click();
	}
	/** From the frame up to the first question of consent. */
	async toFirstQuestion(): Promise<void> {
		await this.openPage("Set up");
		await this.begin();
		await this.chooseThisPc();
		await this.link("Next").click();
	}
}
