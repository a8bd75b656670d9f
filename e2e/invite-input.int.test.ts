// An invite that comes by standard input, to the built command line: read to its end or to its limit, nobody waited for.
import { spawn } from "node:child_process";
import { afterEach, expect, test } from "vitest";
import { leaked, testInvite } from "../main/tools/crypto/fixture-invite.ts";
import { hearthEntry, newDataDirectory, removeDirectory } from "./harness/agents.ts";

const folders: string[] = [];
afterEach(() => folders.splice(0).forEach(removeDirectory));

/** Runs `hearth setup plan --invite - --json`; `feed` writes to its standard input. */
async function plan(feed: (write: (text: string) => void, end: () => void) => void) {
	const data = newDataDirectory();
	folders.push(data);
	const argv = [hearthEntry, "setup", "plan", "--invite", "-", "--json", "--data", data];
	// A folder without any program: no Nix of this machine is asked.
	const child = spawn(process.execPath, argv, { env: { ...process.env, HEARTH_NIX: data } });
	let [out, err] = ["", ""];
	child.stdout.on("data", (text) => (out += text));
	child.stderr.on("data", (text) => (err += text));
	// The reader may have gone with its answer given.
	child.stdin.on("error", () => undefined);
	const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
	feed(
		(text) => child.stdin.write(text),
		() => child.stdin.end(),
	);
	return { code: await closed, out, err, json: JSON.parse(out) };
}

test("in pieces, as a slow program hands it over", async () => {
	const given = testInvite(Date.now(), { fleet: null });
	const ran = await plan((write, end) => {
		for (let at = 0; at < given.link.length; at += 50) write(`${given.link.slice(at, at + 50)}\n`);
		end();
	});
	expect([ran.code, ran.err]).toEqual([0, ""]);
	expect(ran.json.choices).toMatchObject({ home: "invite", invite: { home: "Linden home" } });
	expect(leaked(given, ran.out)).toEqual([]);
});

test("without end: it is refused once it is longer than any invite", async () => {
	const given = testInvite(Date.now(), { fleet: null });
	const ran = await plan((write) => write(`${given.link}${"A".repeat(1_000_000)}`));
	expect([ran.code, ran.json.problem.code]).toEqual([2, "setup.invite-long"]);
	expect(leaked(given, ran.out, ran.err)).toEqual([]);
});

test("nothing at all is no invite", async () => {
	const ran = await plan((_, end) => end());
	expect([ran.code, ran.json.problem.code]).toEqual([2, "setup.not-an-invite"]);
});
