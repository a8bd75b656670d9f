// A download over a real server that cuts off, starts anew or sends something else.
import { createHash } from "node:crypto";
import { existsSync, linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeClock } from "../../../main/tools/clock/fake.ts";
import { setupEngine } from "../../engine/engine.ts";
import { quietly } from "../../engine/fixture-world.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { downloadFileStep } from "./download-file.ts";

const bytes = Buffer.alloc(300_000, "hearth ");
const sha256 = createHash("sha256").update(bytes).digest("hex");
let folder: string;
let server: Server;
/** What the server sees and does next. */
let ranges: (string | undefined)[];
let cutAfter: number | null;
let knowsRanges: boolean;
let content: Buffer;
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), "hearth-download-"));
	[ranges, cutAfter, knowsRanges, content] = [[], null, true, bytes];
	server = createServer((asked, answer) => {
		ranges.push(asked.headers.range);
		const from = knowsRanges ? Number(/^bytes=(\d+)-$/.exec(asked.headers.range ?? "")?.[1] ?? 0) : 0;
		if (from > 0) answer.writeHead(206, { "content-range": `bytes ${from}-${content.length - 1}/${content.length}` });
		const part = content.subarray(from);
		const cut = cutAfter;
		cutAfter = null;
		if (cut === null) answer.end(part);
		else answer.write(part.subarray(0, cut), () => answer.destroy());
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
});
afterEach(async () => {
	server.closeAllConnections();
	await new Promise((resolve) => server.close(resolve));
	rmSync(folder, { recursive: true, force: true });
});

const path = () => join(folder, "linux.wsl");
function engine() {
	const { port } = server.address() as AddressInfo;
	const local = (_: string, init: RequestInit) => fetch(`http://127.0.0.1:${port}/`, init);
	return setupEngine({
		directory: join(folder, "setup"),
		registry: stepRegistry([downloadFileStep(local as Parameters<typeof downloadFileStep>[0])]),
		run: () => Promise.reject(new Error("no programs")),
		clock: fakeClock(),
		newId: () => "id",
	});
}
const wanted = () => [
	{
		id: "linux",
		type: "file.download",
		version: 1,
		params: { name: "Linux", url: "https://example.org/linux.wsl", sha256, bytes: bytes.length, path: path() },
	},
];
const apply = () => {
	const setup = engine();
	return setup.apply(setup.plan(wanted()), quietly());
};

test("the file, its bytes as they come, and nothing left after undoing", async () => {
	const told: number[] = [];
	const setup = engine();
	const events = quietly((event) => {
		if (event.kind === "progress" && event.progress.bytes) told.push(event.progress.bytes.done);
	});
	expect((await setup.apply(setup.plan(wanted()), events)).end).toBe("done");
	expect(readFileSync(path()).equals(bytes)).toBe(true);
	expect(told.at(-1)).toBe(bytes.length);
	expect(readdirSync(folder).sort()).toEqual(["linux.wsl", "setup"]);
	await engine().undo(quietly());
	expect(readdirSync(folder)).toEqual(["setup"]);
});

test("cut off, it goes on where it was", async () => {
	cutAfter = 120_000;
	expect(await apply()).toMatchObject({ end: "failed", why: { code: "setup.fault.download-failed" } });
	expect(existsSync(path())).toBe(false);
	expect((await engine().resume(quietly())).end).toBe("done");
	expect(ranges[0]).toBeUndefined();
	expect(ranges[1]).toMatch(/^bytes=[1-9]\d*-$/);
	expect(readFileSync(path()).equals(bytes)).toBe(true);
});

test("a server that cannot go on in the middle starts anew", async () => {
	knowsRanges = false;
	cutAfter = 120_000;
	await apply();
	expect((await engine().resume(quietly())).end).toBe("done");
	expect(readFileSync(path()).equals(bytes)).toBe(true);
});

test("other bytes are not put into place, and are gone", async () => {
	for (const other of [Buffer.alloc(300_000, "evil"), Buffer.alloc(300_001, "long"), Buffer.alloc(10, "short")]) {
		content = other;
		const setup = engine();
		expect((await setup.apply(setup.plan(wanted()), quietly())).end).toBe("failed");
		expect(existsSync(path())).toBe(false);
		await engine().undo(quietly());
		expect(readdirSync(folder)).toEqual(["setup"]);
		rmSync(join(folder, "setup"), { recursive: true });
	}
});

test("the power fails at any line of the journal: nothing is left twice", async () => {
	const whole = engine();
	await whole.apply(whole.plan(wanted()), quietly());
	const lines = readFileSync(join(folder, "setup", "journal.ndjson"), "utf8")
		.trim()
		.split("\n");
	const piece = `${path()}.hearth-id`;
	const placed = lines.findIndex((line) => line.includes('"placed":true')) + 1;
	expect(placed).toBeGreaterThan(0);
	// Between the two names: the link was made, the piece is still there.
	linkSync(path(), piece);
	writeFileSync(join(folder, "setup", "journal.ndjson"), `${lines.slice(0, placed).join("\n")}\n`);
	expect((await engine().resume(quietly())).end).toBe("done");
	expect(readdirSync(folder).sort()).toEqual(["linux.wsl", "setup"]);
	// Before them.
	linkSync(path(), piece);
	rmSync(path());
	writeFileSync(join(folder, "setup", "journal.ndjson"), `${lines.slice(0, placed).join("\n")}\n`);
	await engine().undo(quietly());
	expect(readdirSync(folder)).toEqual(["setup"]);
});

test("a file that is there is used when it is the same, and never replaced when it is not", async () => {
	writeFileSync(path(), bytes);
	expect((await apply()).status.steps).toMatchObject([{ state: "adopted" }]);
	await engine().undo(quietly());
	expect(existsSync(path())).toBe(true);
	rmSync(join(folder, "setup"), { recursive: true });
	writeFileSync(path(), "mine");
	expect((await apply()).why?.code).toBe("setup.fault.file-there");
	expect(readFileSync(path(), "utf8")).toBe("mine");
	expect(ranges).toEqual([]);
});
