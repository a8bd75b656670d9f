// `hearth result` against an agent of scripted answers behind the real socket door.
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { safePath } from "./commands/result.ts";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import { digestOf, jobId, receiptOf, recordOf } from "./fixture-data.ts";
import { runInTest } from "./fixture-terminal.ts";

let agent: FixtureAgent;
beforeEach(async () => {
	agent = await startFixtureAgent();
});
afterEach(() => agent.close());
const hearth = (argv: string[]) => runInTest([...argv, "--data", agent.data]);
const file = (name: string, text: string) => {
	const path = join(agent.data, name);
	writeFileSync(path, text);
	return path;
};
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("result: saves checked files, overwrites only when told, follows no link", async () => {
	const outputs = [{ name: "o.txt", digest: digestOf("hello"), bytes: 5 }];
	agent.answer({
		job: async () => recordOf("done", receiptOf("done", 0), outputs),
		output: async (_id, name) => ({ name, base64: base64("hello") }),
	});
	const to = join(agent.data, "out");
	const path = join(to, "o.txt");
	const ran = await hearth(["result", jobId, "--to", to, "--json"]);
	expect(ran.json).toEqual({ id: jobId, files: [{ path, bytes: 5 }] });
	expect(readFileSync(path, "utf8")).toBe("hello");

	writeFileSync(path, "mine");
	const kept = await hearth(["result", jobId, "--to", to, "--json"]);
	expect([kept.code, readFileSync(path, "utf8")]).toEqual([2, "mine"]);
	expect((await hearth(["result", jobId, "--to", to, "--force"])).code).toBe(0);
	expect(readFileSync(path, "utf8")).toBe("hello");

	const elsewhere = file("precious.txt", "precious");
	const linked = join(agent.data, "linked");
	mkdirSync(linked);
	symlinkSync(elsewhere, join(linked, "o.txt"));
	expect((await hearth(["result", jobId, "--to", linked])).code).toBe(2);
	expect((await hearth(["result", jobId, "--to", linked, "--force"])).code).toBe(0);
	expect(readFileSync(elsewhere, "utf8")).toBe("precious");
});

test("result: bytes that are not what the receipt names are refused, and nothing is written", async () => {
	const outputs = [{ name: "o.txt", digest: digestOf("hello"), bytes: 5 }];
	agent.answer({
		job: async () => recordOf("done", receiptOf("done", 0), outputs),
		output: async (_id, name) => ({ name, base64: base64("other") }),
	});
	const to = join(agent.data, "out");
	const ran = await hearth(["result", jobId, "--to", to, "--json"]);
	expect([ran.code, existsSync(to)]).toEqual([1, false]);
	expect(ran.json).toMatchObject({ problem: { code: "job.digest-mismatch", args: { name: "o.txt" } } });
	agent.answer({ job: async () => recordOf("running") });
	expect((await hearth(["result", jobId, "--to", to])).code).toBe(1);
	for (const name of ["../x", "a/b", ".x", "", "..", "a\0b", "/etc/passwd"]) {
		expect(() => safePath("/dir", name), name).toThrow();
	}
});
