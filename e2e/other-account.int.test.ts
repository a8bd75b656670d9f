// Consent is a person's own: another account of the same PC, the administrator's included, cannot give it for them.
// The administrator can stop it; whoever sits at the desk can, from the person's own tray and window.
import { chmodSync, chownSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openDoor } from "../main/cli/door-client.ts";
import { doorPaths } from "../main/tools/host/data-directory.ts";
import { until } from "./harness/agents.ts";
import { type CommandLine, hearth, startHearth } from "./harness/command-line.ts";
import { entriesOf, ledgerStory } from "./harness/ledger-lines.ts";
import { openScene, type Scene } from "./harness/scene.ts";

/** Two accounts of this system that are not the administrator's; nobody signs in with them. */
const [owner = 0, stranger = 0] = otherAccounts();
const yes = [
	"lend",
	"on",
	"--class",
	"wasm",
	"--cpus",
	"1",
	"--memory",
	"512MiB",
	"--scratch",
	"64MiB",
	"--when",
	"any-time",
	"--on-battery",
	"--metered",
	"--yes",
];

function otherAccounts(): number[] {
	if (process.platform === "win32") return [];
	const lines = readFileSync("/etc/passwd", "utf8").split("\n");
	return lines.map((line) => Number(line.split(":")[2])).filter((uid) => uid > 0 && uid < 65_534);
}

function noOtherAccount(): string {
	if (process.platform === "win32") return "Windows keeps accounts apart by other means";
	const reason =
		process.getuid?.() !== 0 ? "changing the account needs root" : stranger === 0 ? "there is only one" : "";
	if (reason && process.env.CI === "true" && process.platform === "linux") throw new Error(reason);
	return reason;
}
const missing = noOtherAccount();

describe.skipIf(missing !== "")(`another account of the PC${missing && ` (skipped: ${missing})`}`, () => {
	let scene: Scene;
	let data: string;
	let agent: CommandLine;
	const as = (uid: number, argv: string[]) => hearth(data, [...argv, "--json"], { uid, env: { HOME: data } });
	const code = (ran: { json: unknown }) => (ran.json as { problem?: { code: string } }).problem?.code;

	beforeEach(async () => {
		scene = openScene();
		data = scene.directory();
		chmodSync(data, 0o700);
		chownSync(data, owner, owner);
		agent = startHearth(data, ["agent", "--json"], { uid: owner, env: { HOME: data } });
		scene.onEnd(async () => {
			agent.process.kill("SIGTERM");
			await agent.done;
		});
		await agent.sees("out", '"ready":true');
		await until(openDoor(doorPaths(data)), (now) => now.runners.wasm.available);
	});
	afterEach(() => scene.end());

	it("cannot allow lending, cannot pause or look, and nothing is recorded", async () => {
		for (const argv of [yes, ["status"], ["pause"], ["resume"], ["ui"]]) {
			const ran = await as(stranger, argv);
			expect(ran.code, argv.join(" ")).not.toBe(0);
			expect(code(ran), argv.join(" ")).toBe("agent.data-unreadable");
		}
		expect(ledgerStory(data)).toEqual(["LedgerOpened"]);
	});

	it("the administrator's neither: what would switch lending on is refused, in words", async () => {
		for (const argv of [yes, ["ui"], ["resume"]]) {
			const ran = await hearth(data, [...argv, "--json"]);
			expect([argv[0], ran.code, code(ran)]).toEqual([argv[0], 3, "consent.not-yours"]);
		}
		expect((await hearth(data, yes)).err).toMatch(/belongs to somebody else\. Only they can allow lending here\./);
		expect(ledgerStory(data)).toEqual(["LedgerOpened"]);
	});

	it("the administrator can stop what the person allowed, and the person's own record and picture say so", async () => {
		expect((await as(owner, yes)).code).toBe(0);
		expect(entriesOf(data, "ConsentGiven")).toHaveLength(1);
		const stopped = await hearth(data, ["stop", "--json"]);
		expect([stopped.code, stopped.json]).toMatchObject([0, { withdrawn: 1 }]);
		expect(ledgerStory(data)).toEqual(["LedgerOpened", "ConsentGiven", "ConsentWithdrawn"]);
		const seen = await as(owner, ["status"]);
		expect(seen.json).toMatchObject({ state: "off", grants: [], reasons: [{ code: "hold.no-grant" }] });
	});
});
