import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { ProblemError } from "../contract/problem.ts";
import { lockData } from "./data-lock.ts";

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hearth-lock-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const codeOf = (act: () => unknown) => {
	try {
		act();
		return "no problem";
	} catch (error) {
		return error instanceof ProblemError ? error.problem.code : String(error);
	}
};

it("lets one agent in, and the next one after it left", () => {
	const first = lockData(directory);
	expect(codeOf(() => lockData(directory))).toBe("agent.already-running");
	first.release();
	const second = lockData(directory);
	second.release();
});

it("says that the data directory cannot be used when the lock file is something else", () => {
	writeFileSync(
		join(directory, "agent.lock"),
		"this is not a database, and longer than a header of one hundred bytes".repeat(3),
	);
	expect(codeOf(() => lockData(directory))).toBe("agent.data-unreadable");
});
