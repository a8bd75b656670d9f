// The requester's commands against an agent of scripted answers behind the real socket door.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { JobNews, Submission } from "../contract/calls.ts";
import { submissionSchema } from "../contract/calls.ts";
import { ProblemError } from "../contract/problem.ts";
import { type FixtureAgent, startFixtureAgent } from "./fixture-agent.ts";
import { at, digestOf, jobId, receiptOf, recordOf } from "./fixture-data.ts";
import { type RunOptions, runInTest } from "./fixture-terminal.ts";

let agent: FixtureAgent;
beforeEach(async () => {
	agent = await startFixtureAgent({ submit: async () => ({ id: jobId }) });
});
afterEach(() => agent.close());
const hearth = (argv: string[], options?: RunOptions) => {
	const end = argv.indexOf("--");
	const at = end < 0 ? argv.length : end;
	return runInTest([...argv.slice(0, at), "--data", agent.data, ...argv.slice(at)], options);
};
const file = (name: string, text = "x") => {
	const path = join(agent.data, name);
	writeFileSync(path, text);
	return path;
};
const submitted = () => agent.calls.find(({ name }) => name === "submit")?.args[0] as Submission | undefined;
const base64 = (text: string) => Buffer.from(text).toString("base64");

test("submit: a Python file with inputs, outputs and words for the program", async () => {
	const argv = [
		"--input",
		file("a.txt", "A"),
		"--input",
		file("b.txt", "B"),
		"--output",
		"o.txt",
		"--output",
		"p.png:2MiB",
	];
	const amounts = ["--cpus", "0.5", "--memory", "256MiB", "--seconds", "20", "--title", "Try"];
	const ran = await hearth([
		"submit",
		"--python",
		file("my job.py", "print()"),
		...argv,
		...amounts,
		"--",
		"--json",
		"-x",
		"y",
	]);
	expect(ran).toMatchObject({ code: 0, out: `${jobId}\n`, err: "" });
	expect(submitted()).toEqual({
		title: "Try",
		class: "wasm",
		program: { kind: "python", script: { name: "my_job.py", base64: base64("print()") } },
		argv: ["--json", "-x", "y"],
		env: {},
		inputs: [
			{ name: "a.txt", base64: base64("A") },
			{ name: "b.txt", base64: base64("B") },
		],
		outputs: [
			{ name: "o.txt", maxBytes: 1_048_576 },
			{ name: "p.png", maxBytes: 2_097_152 },
		],
		limits: { cpu: 0.5, memoryMiB: 256, scratchMiB: 64, pids: 1, seconds: 20 },
		deadlineSeconds: 86_400,
		attempts: 1,
	});
});

test("submit: a module and an image, with defaults that the contract accepts", async () => {
	await hearth(["submit", "--class", "wasm", "--module", file("m.wasm", "\0asm")]);
	expect(submissionSchema.parse(submitted())).toMatchObject({ title: "m.wasm", program: { kind: "module" } });
	await agent.close();
	agent = await startFixtureAgent({ submit: async () => ({ id: jobId }) });
	const reference = `docker.io/library/alpine@${digestOf("image")}`;
	const ran = await hearth(["submit", "--class", "container", "--image", reference, "--json"]);
	expect(ran.json).toEqual({ id: jobId });
	expect(submissionSchema.parse(submitted())).toMatchObject({
		title: "docker.io/library/alpine",
		class: "container",
		program: { kind: "image", reference },
		limits: { pids: 64, memoryMiB: 512 },
	});
});

test("submit: bad input says what is wrong and sends nothing", async () => {
	const python = ["--python", file("j.py")];
	const cases: [string[], string][] = [
		[["--python", join(agent.data, "missing.py")], "job.input-missing"],
		[[...python, "--input", join(agent.data, "missing.txt")], "job.input-missing"],
		[[...python, "--input", agent.data], "job.input-missing"],
		[[...python, "--input", file(".hidden")], "input.malformed"],
		[[...python, "--output", "../up"], "input.malformed"],
		[[...python, "--output", "o:lots"], "input.malformed"],
		[[...python, "--cpus", "0.33"], "input.malformed"],
		[[...python, "--seconds", "0"], "input.malformed"],
		[[...python, "--class", "container"], "input.malformed"],
		[[...python, "--image", "x"], "input.malformed"],
		[["--class", "wasm"], "input.malformed"],
		[[...python, "--engine-flag", "x"], "input.malformed"],
	];
	for (const [argv, code] of cases) {
		const ran = await hearth(["submit", ...argv, "--json"]);
		expect([ran.code, (ran.json as { problem: { code: string } }).problem.code], argv.join(" ")).toEqual([2, code]);
	}
	expect(submitted()).toBeUndefined();
	const words = await hearth(["submit", ...python, "--input", "/no/such/file"]);
	expect(words.err).toContain("/no/such/file");
});

const log = (stream: "stdout" | "stderr", text: string): JobNews => ({ kind: "log", chunk: { stream, text, at } });
const waiting: JobNews = { kind: "waiting", code: "wait.nobody-lends", class: "wasm" };
const follow = (...news: JobNews[]) =>
	agent.answer({
		watchJob: async function* () {
			yield* news;
		},
	});

test("submit --wait: why it waits, the job's two streams, and its exit code", async () => {
	const ended = recordOf("failed", receiptOf("failed", 7));
	follow(
		{ kind: "state", record: recordOf("queued") },
		waiting,
		{ kind: "state", record: recordOf("running") },
		log("stdout", "one\n"),
		log("stderr", "oops\n"),
		log("stdout", "two"),
		{ kind: "state", record: ended },
	);
	const ran = await hearth(["submit", "--wait", "--python", file("j.py")]);
	expect(ran.code).toBe(7);
	expect(ran.out).toBe("one\ntwo");
	expect(ran.err).toContain("No one lends small programs now. Waiting.\n");
	expect(ran.err).toContain("oops\n");
	expect(ran.err).toContain(", after 2.5 sec, exit code 7.\n");
	const json = await hearth(["submit", "--wait", "--json", "--python", file("j.py")]);
	expect(json.code).toBe(7);
	expect(json.lines[0]).toEqual({ kind: "submitted", id: jobId });
	expect(json.lines).toHaveLength(8);
	expect(json.lines.at(-1)).toEqual({ kind: "state", record: ended });
});

test("submit --wait: a job that ended without an exit code of its own is a failure", async () => {
	const ends: [JobNews, number][] = [
		[{ kind: "state", record: recordOf("done", receiptOf("done", 0)) }, 0],
		[{ kind: "state", record: recordOf("failed", receiptOf("time-limit", null)) }, 1],
		[{ kind: "state", record: recordOf("cancelled") }, 1],
		[{ kind: "state", record: recordOf("expired") }, 1],
	];
	for (const [news, code] of ends) {
		follow(news);
		expect((await hearth(["submit", "--wait", "--python", file("j.py")])).code).toBe(code);
	}
});

test("submit --wait: Ctrl-C leaves the job running and says how to come back; an agent that goes away is exit 4", async () => {
	agent.answer({
		watchJob: async function* (_id, signal) {
			yield log("stdout", "started\n");
			await new Promise((resolve) => signal.addEventListener("abort", resolve));
		},
	});
	let interrupt = () => {};
	const ran = await hearth(["submit", "--wait", "--python", file("j.py")], {
		onReady: (run) => {
			interrupt = run;
		},
		onOut: () => interrupt(),
	});
	expect(ran).toMatchObject({ code: 130, out: "started\n" });
	expect(ran.err).toContain(`hearth logs ${jobId} --follow`);
	expect(agent.calls.some(({ name }) => name === "cancel")).toBe(false);
	follow(log("stdout", "half"));
	expect((await hearth(["submit", "--wait", "--python", file("j.py")])).code).toBe(4);
});

test("logs: what is there, and with --follow until the end", async () => {
	agent.answer({
		watchJob: async function* (_id, signal) {
			yield { kind: "state", record: recordOf("running") };
			yield log("stdout", "so far\n");
			yield { kind: "caught-up" };
			await new Promise((resolve) => signal.addEventListener("abort", resolve));
		},
	});
	expect(await hearth(["logs", jobId])).toMatchObject({ code: 0, out: "so far\n", err: "" });
	follow(log("stdout", "all\n"), { kind: "state", record: recordOf("done", receiptOf("done", 0)) });
	expect(await hearth(["logs", jobId, "--follow"])).toMatchObject({ code: 0, out: "all\n" });
	agent.answer({
		// biome-ignore lint/correctness/useYield: the failure comes before the first piece.
		watchJob: async function* () {
			throw new ProblemError("job.not-found", { id: jobId });
		},
	});
	expect((await hearth(["logs", jobId])).code).toBe(1);
	expect((await hearth(["logs", "nonsense"])).code).toBe(2);
});

test("jobs and cancel", async () => {
	agent.answer({ jobs: async () => [recordOf("running")], cancel: async () => recordOf("cancelled") });
	expect((await hearth(["jobs"])).out).toMatch(/Count words +wasm +running/);
	expect((await hearth(["jobs", "--json"])).json).toEqual([recordOf("running")]);
	expect((await hearth(["cancel", jobId])).out).toBe("Count words: called off.\n");
	agent.answer({ jobs: async () => [] });
	expect((await hearth(["jobs"])).out).toBe("This PC has not asked for any job.\n");
});
