import { expect, it } from "vitest";
import { pauseChoices } from "./pause-choices.ts";

it("ends tomorrow's pause on the next calendar day at seven, also late at night and after midnight", () => {
	for (const hour of [0, 5, 12, 23]) {
		const now = new Date(2026, 10, 22, hour, 59).getTime();
		expect(pauseChoices(now).map((one) => one.until)).toEqual([
			now + 1_800_000,
			now + 7_200_000,
			new Date(2026, 10, 23, 7).getTime(),
		]);
	}
});
