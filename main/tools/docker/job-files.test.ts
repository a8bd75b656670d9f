import {
	existsSync,
	linkSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	unlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { newTestJob } from "../runner/contract-run.ts";
import { eraseFolder, findOversized, makeJobFiles, readOutputs } from "./job-files.ts";

let directory: string;
beforeEach(() => {
	directory = mkdtempSync(join(tmpdir(), "hearth-job-files-"));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const program = { digest: `sha256:${"0".repeat(64)}`, module: null, argv: [] };
const inputs = new Map([["in.txt", Buffer.from("hello")]]);
const job = newTestJob(program, "container", {
	inputs,
	outputs: [
		{ name: "a", maxBytes: 4 },
		{ name: "b", maxBytes: 4 },
	],
});

describe("a job's files", () => {
	const outputPath = (name: string) => join(directory, job.id, "out", name);

	it("are closed to other people, with read-only inputs and empty outputs", async () => {
		const files = await makeJobFiles(directory, job, inputs);
		const mode = (path: string) => statSync(path).mode & 0o777;
		expect(mode(files.folder)).toBe(0o700);
		expect(mode(files.inputFolder)).toBe(0o755);
		expect(readFileSync(join(files.inputFolder, "in.txt"), "utf8")).toBe("hello");
		expect(mode(join(files.inputFolder, "in.txt"))).toBe(0o444);
		expect(mode(outputPath("a"))).toBe(0o666);
		expect(readdirSync(join(files.folder, "out"))).toEqual(["a", "b"]);
	});

	it("start afresh where an earlier run left some", async () => {
		await makeJobFiles(directory, job, inputs);
		writeFileSync(outputPath("a"), "old");
		const files = await makeJobFiles(directory, job, inputs);
		expect((await readOutputs(job, files)).size).toBe(0);
	});

	it("leave nothing when an input is missing", async () => {
		await expect(makeJobFiles(directory, job, new Map())).rejects.toMatchObject({
			problem: { code: "job.input-missing" },
		});
		expect(readdirSync(directory)).toEqual([]);
	});

	it("tell an output that was emptied from one never touched", async () => {
		const files = await makeJobFiles(directory, job, inputs);
		writeFileSync(outputPath("a"), "");
		expect([...(await readOutputs(job, files)).keys()]).toEqual(["a"]);
	});

	it("take outputs up to the cap and refuse more", async () => {
		const files = await makeJobFiles(directory, job, inputs);
		writeFileSync(outputPath("a"), "1234");
		expect(await findOversized(job, files)).toBeNull();
		expect(Buffer.from((await readOutputs(job, files)).get("a") ?? []).toString()).toBe("1234");
		writeFileSync(outputPath("b"), "12345");
		expect(await findOversized(job, files)).toBe("b");
		await expect(readOutputs(job, files)).rejects.toMatchObject({ problem: { code: "job.output-too-large" } });
	});

	it("follow no link put in an output's place, and take no folder", async () => {
		const files = await makeJobFiles(directory, job, inputs);
		const secret = join(directory, "secret");
		writeFileSync(secret, "mine");
		unlinkSync(outputPath("a"));
		symlinkSync(secret, outputPath("a"));
		expect((await readOutputs(job, files)).size).toBe(0);
		expect(await eraseFolder(files.folder)).toBe(true);
		expect(existsSync(files.folder)).toBe(false);
		expect(readFileSync(secret, "utf8")).toBe("mine");
	});

	it("erase links without what they point to", async () => {
		const files = await makeJobFiles(directory, job, inputs);
		const kept = join(directory, "kept");
		writeFileSync(kept, "x");
		linkSync(kept, join(files.folder, "hard"));
		symlinkSync(directory, join(files.folder, "up"));
		expect(await eraseFolder(files.folder)).toBe(true);
		expect(readdirSync(directory)).toEqual(["kept"]);
		expect(await eraseFolder(files.folder)).toBe(true);
	});
});
