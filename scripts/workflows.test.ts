// The workflow files cannot run here; what they call has to exist at least.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = `${root}.github/workflows/`;
const { scripts } = JSON.parse(readFileSync(`${root}package.json`, "utf8")) as { scripts: Record<string, string> };

describe.each(readdirSync(folder))("%s", (name) => {
	const text = readFileSync(folder + name, "utf8");

	it("calls only scripts and files that are there", () => {
		const called = [...text.matchAll(/npm run ([\w:-]+)/g)].map((found) => found[1] ?? "");
		expect(called.length).toBeGreaterThan(0);
		expect(called.filter((script) => !(script in scripts))).toEqual([]);
		for (const [, file] of text.matchAll(/bash ([\w./]+)/g)) expect(existsSync(root + file)).toBe(true);
	});

	it("runs on three systems with no more rights than it needs", () => {
		for (const system of ["ubuntu-", "macos-", "windows-"]) expect(text).toContain(system);
		expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
		expect(text.match(/actions\/checkout@/g)?.length).toBe(text.match(/persist-credentials: false/g)?.length);
	});
});
