// `hearth setup --invite`: read from where nobody else sees it, told without its secrets, refused with a reason.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { maxPastedLength } from "../contract/invite-text.ts";
import { shownSetupSchema } from "../contract/setup.ts";
import { leaked, testInvite } from "../tools/crypto/fixture-invite.ts";
import { type Ran, runInTest } from "./fixture-terminal.ts";

const now = 1_800_000_000_000;
const invite = testInvite(now, { fleet: null });
const { link } = invite;

let folder: string;
let data: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-cli-invite-"));
	data = join(folder, "state");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const plan = (words: readonly string[], input = "") =>
	runInTest(["setup", "plan", "--data", data, ...words], { input, now });
const tellsNothing = ({ out, err }: Ran) => expect(leaked(invite, out, err)).toEqual([]);

test("from standard input or a file: the summary, a note that names the home, and no word of warning", async () => {
	const file = join(folder, "invite.txt");
	writeFileSync(file, `${link.replace(/(.{70})/g, "$1\r\n")}\n`);
	for (const ran of [
		await plan(["--invite", "-", "--json"], `${link}\n`),
		await plan(["--invite-file", file, "--json"]),
	]) {
		expect([ran.code, ran.err]).toEqual([0, ""]);
		tellsNothing(ran);
		expect(shownSetupSchema.parse(ran.json)).toMatchObject({
			choices: { home: "invite", invite: { home: "Linden home", inviter: "Rowan", until: now + 86_400_000 } },
			notes: [{ code: "setup.note.invite-later", args: { home: "Linden home" } }],
		});
	}
	const said = await plan(["--invite", "-"], link);
	tellsNothing(said);
	expect(said.out).toMatch(/An invite to Linden home from Rowan, good until 1[56] January/);
	expect(said.out).toMatch(/Fingerprint: [0-9a-f]{4}( [0-9a-f]{4}){7}\n/);
	expect(said.out).toContain("Joining Linden home comes with a later version.");
	expect(existsSync(data)).toBe(false);
});

test("on the command line it is taken too, with one line about who can see it; nothing says it back", async () => {
	for (const json of [[], ["--json"]]) {
		const ran = await plan(["--invite", link, ...json]);
		expect(ran.code).toBe(0);
		expect(ran.err).toMatch(/^Others on this PC can see .*--invite-file\.\n$/);
		tellsNothing(ran);
	}
});

const other = `${link.slice(0, -9)}${link.at(-9) === "A" ? "B" : "A"}${link.slice(-8)}`;
test.each([
	["no invite", "https://example.org/", 2, "setup.not-an-invite"],
	["nothing at all", "", 2, "setup.not-an-invite"],
	["a changed one", other, 2, "setup.invite-broken"],
	["half of one", link.slice(0, 200), 2, "setup.invite-broken"],
	["a book", `${link}${"A".repeat(maxPastedLength)}`, 2, "setup.invite-long"],
	["one of a later version", link.replace("#v1.", "#v2."), 3, "setup.invite-newer"],
	["one that has ended", testInvite(now - 86_400_000).link, 3, "setup.invite-expired"],
	["one for tomorrow", testInvite(now + 86_400_000).link, 3, "setup.invite-early"],
])("%s is refused, plan and apply", async (_, text, code, problem) => {
	for (const command of ["plan", "apply"]) {
		const words = ["setup", command, "--data", data, "--invite", "-"];
		const ran = await runInTest([...words, "--json"], { input: text, now });
		expect(ran.code).toBe(code);
		expect(ran.json).toMatchObject({ problem: { code: problem } });
		tellsNothing(ran);
		const said = await runInTest(words, { input: text, now });
		expect(said.err).toContain("Nothing was changed");
		tellsNothing(said);
	}
	expect(existsSync(data)).toBe(false);
});

test("an ended one says when it ended and whom to ask", async () => {
	const ran = await plan(["--invite", "-"], testInvite(now - 86_400_000).link);
	expect(ran.err).toMatch(
		/^This invite to Linden home ended on 1[45] January 2027.*\n.*\nAsk Rowan for a new one\.\n$/,
	);
});

test("both ways at once, a file that is not there, and a link in the wrong place are wrong usage that tells nothing", async () => {
	const missing = join(folder, "missing");
	for (const words of [
		["--invite", "-", "--invite-file", missing],
		["--invite-file", missing],
		[link],
		[`--invit=${link}`],
	]) {
		for (const json of [[], ["--json"]]) {
			const ran = await plan([...words, ...json], link);
			expect(ran.code, words[0]).toBe(2);
			tellsNothing(ran);
		}
	}
	for (const ran of [await runInTest([link]), await runInTest(["setup", link]), await runInTest(["status", link])]) {
		expect(ran.code).not.toBe(0);
		tellsNothing(ran);
	}
});

test("applied: nothing on the disk holds any of it", async () => {
	const ran = await runInTest(["setup", "apply", "--data", data, "--invite", "-", "--yes", "--json"], {
		input: link,
		now,
		env: { HOME: folder, PATH: folder, HEARTH_NIX: folder },
	});
	tellsNothing(ran);
	const files = existsSync(data) ? readdirSync(data, { recursive: true, withFileTypes: true }) : [];
	const texts = files.filter((one) => one.isFile()).map((one) => readFileSync(join(one.parentPath, one.name), "utf8"));
	expect(leaked(invite, ...texts)).toEqual([]);
});
