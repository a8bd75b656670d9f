import type { Locator } from "@playwright/test";
import { WindowPage } from "./window-page.ts";

export class ThisPcPage extends WindowPage {
	get checkAgain(): Locator {
		return this.page.getByRole("button", { name: "Check again" });
	}
	get abilities(): Locator {
		return this.sheet("What it can do");
	}
	get findings(): Locator {
		return this.sheet("What needs a look");
	}
	get facts(): Locator {
		return this.sheet("What it knows right now");
	}
	get sends(): Locator {
		return this.sheet("What this PC sends");
	}
}
