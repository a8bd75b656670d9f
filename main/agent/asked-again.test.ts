// A yes given to words that have come to mean something else allows nothing until it is given again.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { grantMeaning } from "../contract/consent.ts";
import { systemClock } from "../tools/clock/clock.ts";
import { openIdentity } from "./identity.ts";
import { openLedger } from "./ledger/ledger.ts";
import { startTestAgent } from "./test-agent.ts";

test.each([
	["an older meaning", -1],
	["a newer one, after going back to an older Hearth", 1],
])("%s: nothing runs and the reason is told, until somebody says yes to the words of today", async (_, by) => {
	const directory = mkdtempSync(join(tmpdir(), "hearth-agent-"));
	const first = await startTestAgent({ directory });
	const grant = await first.lend();
	await first.close();
	const identity = openIdentity(directory);
	const ledger = openLedger({
		path: join(directory, "ledger.jsonl"),
		key: identity.device,
		clock: systemClock,
		deviceId: identity.deviceId,
	});
	ledger.append({ type: "ConsentGiven", grant: { ...grant, meaning: grantMeaning + by } }, { sync: true });
	ledger.close();

	const agent = await startTestAgent({ directory });
	try {
		await agent.submit();
		const held = await agent.until((now) => now.runners.wasm.available && now.reasons.length > 0);
		expect(held.reasons.map((one) => one.code)).toContain("hold.asked-again");
		expect(held).toMatchObject({ budget: null, jobs: [] });
		expect(agent.events().some((event) => event.type === "JobAccepted")).toBe(false);
		const again = await agent.lend();
		expect(again).toMatchObject({ meaning: grantMeaning, supersedes: grant.id });
		await agent.until((now) => now.historyCount === 1);
	} finally {
		await agent.dispose();
	}
});

test("a yes keeps who, when, what was read and its digest, and how it was given", async () => {
	const agent = await startTestAgent();
	try {
		const before = Date.now();
		await agent.lend();
		const given = agent.events().find((event) => event.type === "ConsentGiven");
		expect(given?.grant).toMatchObject({ person: agent.identity.person, via: "cli", appVersion: "0.0.0" });
		expect(given?.grant.givenAt).toBeGreaterThanOrEqual(before);
		expect(given?.grant.shown).toMatchObject({ locale: "en", digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/) });
		expect(given?.grant.shown.text).toContain("may run small programs on this PC");
	} finally {
		await agent.dispose();
	}
});
