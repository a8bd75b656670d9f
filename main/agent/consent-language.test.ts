// Consent is read, recorded and held to in the language of the person who gives it.
import { afterEach, beforeEach, expect, it } from "vitest";
import type { GrantDraft } from "../contract/consent.ts";
import { ProblemError } from "../contract/problem.ts";
import { sha256 } from "../tools/crypto/canonical.ts";
import { startTestAgent, type TestAgent } from "./test-agent.ts";

let agent: TestAgent;
beforeEach(async () => {
	agent = await startTestAgent();
});
afterEach(() => agent.dispose());

const draft = async (): Promise<GrantDraft> => {
	const now = await agent.until((seen) => seen.runners.wasm.available);
	return {
		classes: ["wasm"],
		amounts: { cpus: 1.5, memoryMiB: 1536, scratchMiB: 100 },
		conditions: {
			when: "any-time",
			hours: { from: 20 * 60, to: 7 * 60 },
			quietHours: null,
			onBattery: false,
			onMetered: false,
		},
		requesters: now.requesters.slice(0, 1),
		days: 30,
	};
};
const lend = (given: GrantDraft, locale: string, shownDigest: ReturnType<typeof sha256>) =>
	agent.calls
		.lend({ draft: given, locale, shownDigest, via: "window" })
		.catch((error: unknown) => (error instanceof ProblemError ? error.problem.code : String(error)));

it("says, records and signs the German sentence, with German numbers and the region's hours", async () => {
	const given = await draft();
	const { shown } = await agent.calls.previewLending(given, "de-AT");
	expect(shown.locale).toBe("de-AT");
	expect(shown.text).toContain("dürfen kleine Programme auf diesem PC laufen, mit bis zu 1,5 Kernen, 1,5\u00a0GiB");
	expect(shown.text).toContain("von 20:00 bis 07:00");
	expect(shown.digest).toBe(sha256(shown.text));
	expect(await lend(given, "de-AT", shown.digest)).toMatchObject({ shown });
	expect(agent.events().find((one) => one.type === "ConsentGiven")).toMatchObject({ grant: { shown } });
});

it("refuses the sentence of one language for another, and of one region for another that writes it otherwise", async () => {
	const given = await draft();
	const { shown } = await agent.calls.previewLending(given, "de");
	expect(await lend(given, "en", shown.digest)).toBe("consent.text-changed");
	const american = (await agent.calls.previewLending(given, "en-US")).shown;
	expect(american.text).toMatch(/from 8:00.PM to 7:00.AM/);
	expect(await lend(given, "en-GB", american.digest)).toBe("consent.text-changed");
	expect(agent.events().filter((one) => one.type === "ConsentGiven")).toEqual([]);
});

it.each(["fr-FR", "C", "", "no locale at all!"])("answers %j in English, and says so", async (locale) => {
	const { shown } = await agent.calls.previewLending(await draft(), locale);
	expect(shown.locale).toBe("en");
	expect(shown.text).toContain("from 20:00 to 07:00");
});

it("asks itself for a picture with a title in the language of the window", async () => {
	const { id } = await agent.calls.submitSample("de-DE");
	expect((await agent.calls.job(id)).title).toBe("Kleines Bild malen");
});
