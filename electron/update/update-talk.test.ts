import { describe, expect, it } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import { updateBox, updateTalk } from "./update-talk.ts";
import type { UpdateTalk } from "./updates.ts";

const say = speaker(en, "en");
const words = { say, version: "0.1.0", size: (bytes: number) => `${bytes / 1e6} MB` };
const talks: UpdateTalk[] = [
	{ code: "update.found", version: "0.2.0", bytes: 90_000_000 },
	{ code: "update.found", version: "0.2.0", bytes: null },
	{ code: "update.ready", version: "0.2.0" },
	{ code: "update.none", version: "0.1.0" },
	{ code: "update.not-offered" },
	{ code: "update.failed", detail: "no route" },
];

describe("the update's message boxes", () => {
	it.each(talks)("$code says what it is about; closing the box or pressing Enter never goes on", (talk) => {
		const box = updateBox(talk, words, false);
		expect(box.message).not.toBe("");
		if (box.type === "question") expect([box.defaultId, box.cancelId, box.buttons?.length]).toEqual([1, 1, 2]);
		else expect(box.buttons).toHaveLength(1);
	});

	it("offers the weekly look as it is set, and only where it makes sense", () => {
		const boxes = talks.map((talk) => updateBox(talk, words, true).checkboxChecked);
		expect(boxes).toEqual([true, true, undefined, true, undefined, undefined]);
		expect(updateBox(talks[0] as UpdateTalk, words, false).checkboxChecked).toBe(false);
	});

	it("takes only the first button of a question for a yes, and keeps the box's mark", async () => {
		let weekly = false;
		const answer = { response: 0, checkboxChecked: true };
		const talk = updateTalk({
			...words,
			dialog: { showMessageBox: async () => answer },
			weekly: {
				read: () => weekly,
				write: (next) => {
					weekly = next;
				},
			},
		});
		expect(await talk(talks[3] as UpdateTalk)).toBe(false);
		expect(weekly).toBe(true);
		expect(await talk(talks[0] as UpdateTalk)).toBe(true);
		answer.response = 1;
		answer.checkboxChecked = false;
		expect(await talk(talks[0] as UpdateTalk)).toBe(false);
		expect(weekly).toBe(false);
	});
});
