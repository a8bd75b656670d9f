// The ledger of a real run: it holds, every kind of damage is found and named by its line, and nothing is lent on it.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import en from "../assets/words/en.json" with { type: "json" };
import type { LedgerCheck } from "../main/contract/ledger.ts";
import { lend, type TestAgent, until } from "./harness/agents.ts";
import { finished, moduleJob, printed, pythonJob } from "./harness/ask.ts";
import { footprint } from "./harness/bad-input.ts";
import { hearth } from "./harness/command-line.ts";
import { entriesOf, ledgerPath, ledgerStory } from "./harness/ledger-lines.ts";
import { openScene } from "./harness/scene.ts";
import { squareModule } from "./real/square-module.ts";

const scene = openScene();
/** The data folder of an agent that lent, ran three jobs, was stopped in the middle of the third, and ended. */
let past: string;
let lines: string[];

beforeAll(async () => {
	const agent = await scene.agent();
	past = agent.data;
	await lend(agent.door);
	for (const n of ["2", "3"]) {
		const { id } = await agent.door.jobs.submit(moduleJob(squareModule, [n]));
		await finished(agent.door, id);
	}
	const { id } = await agent.door.jobs.submit(pythonJob('print("busy", flush=True)\nwhile True:\n    pass\n'));
	await printed(agent.door, id, "busy");
	expect((await hearth(past, ["stop"])).code).toBe(0);
	await agent.door.jobs.cancel({ id });
	await lend(agent.door); // so that every damaged copy below has a standing consent
	await until(agent.door, (now) => now.state === "ready");
	const answer = await hearth(past, ["ledger", "verify", "--json"]);
	expect([answer.code, answer.json]).toMatchObject([0, { ok: true, fault: null }]);
	expect(await agent.stop()).toBe(0);
	lines = readFileSync(ledgerPath(past), "utf8").split("\n").slice(0, -1);
});
afterAll(() => scene.end());

/** A copy of the folder with its ledger spoiled. */
function copy(spoil: (data: string) => void): string {
	const data = scene.directory();
	cpSync(past, data, { recursive: true });
	spoil(data);
	return data;
}

const write = (data: string, all: readonly string[]) => writeFileSync(ledgerPath(data), `${all.join("\n")}\n`);
const without = (line: number) => lines.filter((_, index) => index !== line - 1);

describe("the ledger of a real run", () => {
	it("tells what happened, in order, and holds with and without an agent", async () => {
		const run = ["JobAccepted", "JobStarting", "JobEnded"];
		expect(ledgerStory(past)).toEqual([
			...["LedgerOpened", "ConsentGiven", ...run, ...run, "JobAccepted", "JobStarting"],
			...["ConsentWithdrawn", "JobEnded", "ConsentGiven"],
		]);
		expect(entriesOf(past, "JobEnded").map(({ event }) => event.receipt.body.end)).toEqual([
			"done",
			"done",
			"owner-stop",
		]);
		const before = footprint(past);
		const [human, json] = [
			await hearth(past, ["ledger", "verify"]),
			await hearth(past, ["ledger", "verify", "--json"]),
		];
		const check = json.json as LedgerCheck;
		expect(check).toMatchObject({ ok: true, entries: lines.length, fault: null });
		expect(human).toMatchObject({ code: 0, err: "", out: `The record holds: 13 entries, head ${check.head}.\n` });
		expect(footprint(past)).toEqual(before);
	});

	const middle = 7;
	const flipped = () => {
		const at = lines.slice(0, middle - 1).join("\n").length + 1 + Math.floor((lines[middle - 1]?.length ?? 0) / 2);
		const bytes = readFileSync(ledgerPath(past));
		bytes[at] = (bytes[at] ?? 0) ^ 1;
		return bytes;
	};
	it.each<[string, number, readonly NonNullable<LedgerCheck["fault"]>["kind"][], (data: string) => void]>([
		[
			"one flipped bit",
			middle,
			["unreadable", "hash", "signature"],
			(data) => writeFileSync(ledgerPath(data), flipped()),
		],
		["a removed line", middle, ["sequence"], (data) => write(data, without(middle))],
		[
			"two lines in the other order",
			middle,
			["sequence"],
			(data) =>
				write(data, [
					...lines.slice(0, middle - 1),
					lines[middle] ?? "",
					lines[middle - 1] ?? "",
					...lines.slice(middle + 1),
				]),
		],
		["a removed tail", 12, ["tail-removed"], (data) => write(data, lines.slice(0, -2))],
		["a removed beginning", 1, ["sequence"], (data) => write(data, lines.slice(1))],
		["a removed head", 14, ["head"], (data) => rmSync(`${ledgerPath(data)}.head`)],
		["another device's key", 1, ["signature"], (data) => rmSync(join(data, "device.key"))],
		["no ledger any more", 1, ["unreadable"], (data) => rmSync(ledgerPath(data))],
	])("%s is found, named, and nothing is lent on it", async (name, line, kinds, spoil) => {
		const data = copy(spoil);
		if (name !== "another device's key") {
			const human = await hearth(data, ["ledger", "verify"]);
			const json = await hearth(data, ["ledger", "verify", "--json"]);
			expect([human.code, json.code]).toEqual([1, 1]);
			const { ok, fault } = json.json as LedgerCheck;
			expect([ok, fault?.line]).toEqual([false, line]);
			expect(kinds).toContain(fault?.kind);
			expect(human.out).toContain(`at line ${line};`);
			expect(human.out).toContain((en as Record<string, string>)[`cli.ledger.${fault?.kind}`]);
		}
		await expectNoLending(data, line);
	});
});

/** An agent starts on it, says what is wrong, takes no work, records no new consent, and still takes a withdrawal. */
async function expectNoLending(data: string, line: number): Promise<void> {
	const agent: TestAgent = await scene.agent({ data });
	const { id } = await agent.door.jobs.submit(moduleJob(squareModule, ["4"]));
	const now = await until(agent.door, ({ runners }) => runners.wasm.code === "ok");
	expect(now.state).toBe("problem");
	expect(now.reasons.map((one) => one.code)).toContain("hold.ledger-broken");
	const status = await hearth(data, ["status"]);
	expect(status.out).toContain("Something is wrong.");
	await expect(lend(agent.door)).rejects.toMatchObject({ data: { code: "ledger.broken" } });
	const check = await hearth(data, ["ledger", "verify", "--json"]);
	// What is still recorded on it (leftovers, withdrawals) can fill the place of a removed tail: no line heals it.
	const found = (check.json as LedgerCheck).fault?.line ?? 0;
	expect([check.code, found >= line], JSON.stringify(check.json)).toEqual([1, true]);
	const doctor = await hearth(data, ["doctor"]);
	expect([doctor.code, doctor.out]).toEqual([1, expect.stringContaining(`does not hold at line ${found}`)]);
	expect((await hearth(data, ["stop"])).code).toBe(0);
	expect(await agent.door.jobs.get({ id })).toMatchObject({ state: "queued", attempt: 0 });
	expect(await agent.stop()).toBe(0);
}
