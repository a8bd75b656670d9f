// kill -9 at every journal line of a plan of real file steps, forwards and backwards: a new process resumes or undoes it.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { quietly } from "./engine/fixture-world.ts";
import { fileEngine } from "./fixture-engine.ts";
import { filePlan, personFolder, type TestFolder } from "./steps/common/fixture-folder.ts";

const program = fileURLToPath(new URL("fixture-setup.ts", import.meta.url));
let home: TestFolder;
let data: string;
const start = () => {
	home = personFolder();
	data = mkdtempSync(join(tmpdir(), "hearth-setup-data-"));
};
const stop = () => {
	home.remove();
	rmSync(data, { recursive: true, force: true });
};
beforeEach(start);
afterEach(stop);

const journal = () => join(data, "setup", "journal.ndjson");
const lineCount = () => readFileSync(journal(), "utf8").split("\n").length - 1;

/** Runs the program until the wanted line and kills it there with SIGKILL; false when it ended without reaching it. */
function killed(what: "apply" | "undo", when: string, line: number): Promise<boolean> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, [program, data, home.path, what, when, String(line)]);
		let err = "";
		child.stdout.on("data", () => child.kill("SIGKILL"));
		child.stderr.on("data", (chunk: Buffer) => {
			err += chunk.toString();
		});
		child.on("error", reject);
		child.on("close", (code, signal) => {
			if (signal === "SIGKILL" || code === 0) resolve(signal === "SIGKILL");
			else reject(new Error(`ended with ${code}: ${err}`));
		});
	});
}

const apply = () => {
	const engine = fileEngine(data);
	return engine.apply(engine.plan(filePlan(home)), quietly());
};
const undo = () => fileEngine(data).undo(quietly());

test("killed at every line of acting: resumed to the end and undone, or undone at once; nothing differs", async () => {
	let kills = 0;
	for (const when of ["before", "after"]) {
		for (let line = 1; ; line++) {
			stop();
			start();
			const before = home.picture();
			if (!(await killed("apply", when, line))) {
				expect(lineCount()).toBe(line - 1);
				break;
			}
			kills++;
			if ((line + (when === "after" ? 1 : 0)) % 2 === 0) {
				expect((await apply()).end, `${when} line ${line}`).toBe("done");
				expect(readFileSync(home.at("new", "inner", "file"), "utf8")).toBe("Hearth's text\n");
			}
			expect((await undo()).status.leftovers, `${when} line ${line}`).toEqual([]);
			expect(home.picture(), `${when} line ${line}`).toEqual(before);
		}
	}
	expect(kills).toBeGreaterThan(40);
	console.info(`setup: killed at ${kills} points of acting; all resumed or undone, no difference left`);
}, 600_000);

test("killed at every line of undoing: asked again, it ends", async () => {
	let kills = 0;
	for (const when of ["before", "after"]) {
		for (let line = 1; ; line++) {
			stop();
			start();
			const before = home.picture();
			await apply();
			if (!(await killed("undo", when, lineCount() + line))) break;
			kills++;
			expect((await undo()).status.leftovers, `${when} line ${line}`).toEqual([]);
			expect(home.picture(), `${when} line ${line}`).toEqual(before);
		}
	}
	expect(kills).toBeGreaterThan(20);
	if (process.platform !== "win32") expect(statSync(journal()).mode & 0o777).toBe(0o600);
	console.info(`setup: killed at ${kills} points of undoing; all ended afterwards, no difference left`);
}, 600_000);
