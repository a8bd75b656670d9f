import fc from "fast-check";
import { beforeEach, expect, it } from "vitest";
import { type SetupPartId, type ShownSetup, setupPartIds } from "../../../main/contract/setup.ts";
import {
	agreedParts,
	answerOf,
	askable,
	changeDraft,
	draftNow,
	nextPart,
	openQuestion,
	type SetupDraft,
	takePlan,
} from "./draft.ts";

const shown = (parts: ShownSetup["parts"], hash = "a"): ShownSetup => ({
	plan: { v: 1, steps: [] },
	hash: `sha256:${hash.repeat(64)}` as ShownSetup["hash"],
	choices: { home: "this-pc" },
	parts,
	cannot: [],
	checks: [],
	notes: [],
});
const draft = (more: Partial<SetupDraft> = {}): SetupDraft => ({
	home: null,
	link: "",
	shown: null,
	answers: {},
	settled: [],
	...more,
});
beforeEach(() => changeDraft(draft()));

/** Each part may need some of those before it. */
const drafts = fc
	.record({
		needs: fc.tuple(...setupPartIds.map((_, index) => fc.subarray(setupPartIds.slice(0, index)))),
		answers: fc.dictionary(fc.constantFrom(...setupPartIds), fc.boolean()),
		settled: fc.subarray([...setupPartIds]),
	})
	.map(({ needs, answers, settled }) =>
		draft({ shown: shown(setupPartIds.map((id, index) => ({ id, needs: needs[index] ?? [] }))), answers, settled }),
	);

it("asks each part once, in order, and never one whose need was declined or that is there", () => {
	fc.assert(
		fc.property(drafts, (now) => {
			const asked: SetupPartId[] = [];
			for (let part = nextPart(now, null); part; part = nextPart(now, part)) asked.push(part);
			expect(asked).toEqual(askable(now));
			expect(new Set(asked).size).toBe(asked.length);
			for (const id of asked) {
				expect(now.settled).not.toContain(id);
				const needs = now.shown?.parts.find((one) => one.id === id)?.needs ?? [];
				expect(needs.some((one) => now.answers[one] === false)).toBe(false);
			}
		}),
	);
});

it("agrees to nothing that was not said yes to, and to nothing at all without a yes", () => {
	fc.assert(
		fc.property(drafts, (now) => {
			const agreed = agreedParts(now);
			for (const id of agreed) expect(now.settled.includes(id) || now.answers[id] === true).toBe(true);
			if (!setupPartIds.some((id) => now.answers[id])) expect(agreed).toEqual([]);
		}),
	);
});

it("keeps the answers for the same plan, and asks again for another one", () => {
	const parts: ShownSetup["parts"] = [{ id: "base", needs: [] }];
	takePlan(shown(parts), []);
	changeDraft({ answers: { base: true } });
	takePlan(shown(parts), []);
	expect(agreedParts(draftNow())).toEqual(["base"]);
	takePlan(shown(parts, "b"), []);
	expect(agreedParts(draftNow())).toEqual([]);
});

it("says what keeps the first question open; only the agent's word opens it to an invite", () => {
	const silent = { busy: false, problem: null };
	const invite = (link: string, read = silent) => openQuestion(draft({ home: "invite", link }), read);
	expect(openQuestion(draft(), silent)).toBe("choose");
	expect(openQuestion(draft({ home: "this-pc" }), { busy: true, problem: null })).toBe(null);
	expect(invite(" ")).toBe("paste");
	expect(invite("hello", { busy: true, problem: null })).toBe("reading");
	const problem = { code: "setup.not-an-invite", args: {}, actions: [] } as never;
	expect(invite("hello", { busy: false, problem })).toBe("refused");
	expect(invite("hearth://join#v1.a.b")).toBe(null);
});

it("sends the link of an invite only where the invite is the answer", () => {
	const link = "hearth://join#v1.a.b";
	expect(answerOf(draft({ home: "invite", link }))).toEqual({ home: "invite", link });
	expect(answerOf(draft({ home: "this-pc", link }))).toEqual({ home: "this-pc" });
	expect(answerOf(draft({ link }))).toEqual({ home: "this-pc" });
});
