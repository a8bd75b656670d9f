import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { jobsBy } from "./arbitraries.ts";
import { findSecret } from "./secrets.ts";

// Every value here is made up or the public example of its format. Each is written in two parts, so that scanners of
// repositories do not take this file for a leak.
const example = (...parts: string[]) => parts.join("");

describe("refused", () => {
	test.each([
		["API_TOKEN", "abc"],
		["GITHUB_TOKEN", "x"],
		["CLIENT_SECRET", "hunter2"],
		["DB_PASSWORD", "hunter2"],
		["PASSWORD", "hunter2"],
		["PASSWD", "hunter2"],
		["DB_PWD", "hunter2"],
		["apiKey", "hunter2"],
		["OPENAI_API_KEY", "hunter2"],
		["SIGNING_KEY", "hunter2"],
		["S3_ACCESS_KEY_ID", "hunter2"],
		["JWT_SECRET_BASE64", "aHVudGVyMg"],
		["API_TOKEN_2", "hunter2"],
		["AWS_ACCESS_KEY_ID", "hunter2"],
		["AWS_SESSION_NAME", "me"],
		["NKEY_SEED", "hunter2"],
		["GOOGLE_CREDENTIALS", "hunter2"],
		["DATABASE", example("postgres://ada:", "hunter2@db/app")],
		["CACHE", example("redis://:", "hunter2@cache")],
		["CONFIG", '{"user":"ada","password":"hunter2"}'],
		["HEADER", "Authorization: Basic aHVudGVyMg"],
		["HEADER", "Bearer abcdefghijklmnopqrstuvwxyz"],
		["ID", example("AKIA", "IOSFODNN7EXAMPLE")],
		["K", example("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY")],
		["X", example("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.", "eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N")],
		["X", example("-----BEGIN ", "OPENSSH PRIVATE KEY-----\nb3BlbnNzaA\n-----END OPENSSH PRIVATE KEY-----")],
		["X", example("-----BEGIN ", "PRIVATE KEY-----")],
		["X", example("-----BEGIN ", "USER NKEY SEED-----")],
		["X", example("SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6BFDTJ7M6USDX", "IEDNPPQYYYCU3VY")],
		["X", example("hearth://join", "#v1.eyJ0.c2ln")],
		["X", example("tskey-", "auth-kAbCdEf1CNTRL-0123456789")],
		["X", example("ghp_", "0123456789abcdefghijABCDEFGHIJ012345")],
		["X", example("glpat-", "0123456789abcdefghij")],
		["X", example("xoxb-", "0123456789-abcdef")],
		["X", example("sk-", "proj-0123456789abcdefABCDEF")],
		["X", example("AGE-SECRET-KEY-1", "QQPQQPQQPQQPQQPQQPQQPQQPQQ")],
	])("env %s=%s", (name, value) => {
		expect(findSecret({ argv: [], env: { [name]: value } })).toBe(`env ${name}`);
	});

	test.each([
		[["--token=abc"], 0],
		[["open", example("hearth://join/", "#v1.eyJ0.c2ln")], 1],
		[["run", "--api-key", "abc"], 1],
		[["run", "-password", "abc"], 1],
		[["PASSWORD=abc"], 0],
		[["-c", example("curl https://ada:", "hunter2@example.org")], 1],
		[["x", "--seed", "hunter2"], 1],
		[["--header", "authorization: abc"], 1],
	])("argv %j", (argv, at) => {
		expect(findSecret({ argv, env: {} })).toBe(`argv ${at}`);
	});

	test("random keys of 32 bytes in base64, wherever they stand", () => {
		const unit = fc.constantFrom(..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");
		let found = 0;
		const keys = fc.sample(fc.string({ unit, minLength: 43, maxLength: 43 }), { seed: 7, numRuns: 200 });
		for (const key of keys) if (findSecret({ argv: [`use ${key} now`], env: {} })) found++;
		// fast-check likes runs of the same few characters, which are no keys; most are random enough.
		expect(found).toBeGreaterThan(150);
	});
});

describe("plain", () => {
	test.each([
		["LANG", "C.UTF-8"],
		["PATH", "/usr/local/bin:/usr/bin:/bin"],
		["PWD", "/work"],
		["HOME", "/home/Ada/Documents/Projects2024/RunNumber12/Results"],
		["SEED", "42"],
		["RANDOM_SEED", "-7"],
		["MAX_TOKENS", "4096"],
		["TOKEN_COUNT", "12"],
		["PASSWORD_LENGTH", "16"],
		["SECRET_SANTA_NAMES", "ada,grace"],
		["PUBLIC_KEY", "ada.pub"],
		["SORT_KEY", "name"],
		["PASSWORD", ""],
		["AWS_REGION", "eu-central-1"],
		["DIGEST", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
		["IMAGE", "docker.io/library/python@sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"],
		["JOB", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
		["SITE", "https://example.org:8443/a/b?c=d@e"],
		["TITLE", "Secret: the film of 2021"],
		["NAMES", "TheQuickBrownFoxJumpsOverTheLazyDogNumber2"],
		["CLASS", "AbstractSingletonProxyFactoryBean2Test_WithLongName"],
		["PEM", "-----BEGIN PUBLIC KEY-----"],
		["CERT", "-----BEGIN CERTIFICATE-----"],
		["TOOL", "sk-image-processing-pipeline-2"],
		["STYLE", "Basic internationalization"],
	])("env %s=%s", (name, value) => {
		expect(findSecret({ argv: [value], env: { [name]: value } })).toBeNull();
	});

	test.each([
		[["python", "main.py", "--seed", "42", "--tokens", "100"]],
		[["--seed=42"]],
		[["--password", "--verbose"]],
		[["--token"]],
		[["-c", "import sys\nfor line in open('/in/a.txt'):\n\ttoken = line.split()[0]\n\tprint(token, len(line))"]],
		[["-c", "password = input()"]],
		[["ffmpeg", "-i", "/in/Holiday_Film_2024_Part_01_Final_Cut_v3.mp4", "-vf", "scale=1280:720", "/out/o.mp4"]],
	])("argv %j", (argv) => {
		expect(findSecret({ argv, env: {} })).toBeNull();
	});

	test("ordinary jobs", () => {
		fc.assert(
			fc.property(jobsBy([]), (job) => {
				expect(findSecret(job)).toBeNull();
			}),
		);
	});
});

test("ends without an error, whatever the text", () => {
	const text = fc.string({ unit: "binary", maxLength: 300 });
	fc.assert(fc.property(fc.array(text), fc.dictionary(text, text), (argv, env) => void findSecret({ argv, env })));
	const long = [
		"eyJ".repeat(1365),
		"a:".repeat(2048),
		"a://".repeat(1024),
		'"token'.repeat(682),
		"S".repeat(4096),
		"-".repeat(4096),
	];
	findSecret({ argv: [...long, ...long, ...long], env: {} });
});
