import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fakeClock } from "../../main/tools/clock/fake.ts";
import { type JournalFiles, openJournal, readJournal } from "./journal.ts";
import { lockEngine } from "./lock.ts";

let folder: string;
let path: string;
beforeEach(() => {
	folder = fs.mkdtempSync(join(tmpdir(), "hearth-journal-"));
	path = join(folder, "setup", "journal.ndjson");
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const clock = fakeClock();
const asked = { kind: "undo-asked" } as const;
const ended = { kind: "undo-ended", leftovers: 0 } as const;

function writeTwo(): string {
	const journal = openJournal(path, clock);
	journal.append(asked);
	journal.append(ended);
	journal.close();
	return fs.readFileSync(path, "utf8");
}

test("lines are numbered and dated, for the owner's eyes only, and read again by anybody", () => {
	expect(readJournal(path)).toEqual({ lines: [], torn: false });
	expect(fs.existsSync(join(folder, "setup"))).toBe(false);
	const text = writeTwo();
	expect(text.split("\n")).toHaveLength(3);
	expect(readJournal(path).lines).toEqual([
		{ seq: 1, at: clock.now(), entry: asked },
		{ seq: 2, at: clock.now(), entry: ended },
	]);
	if (process.platform !== "win32") {
		expect(fs.statSync(path).mode & 0o777).toBe(0o600);
		expect(fs.statSync(join(folder, "setup")).mode & 0o777).toBe(0o700);
	}
});

test("cut off anywhere in its last line, the whole lines count, the rest is said and goes at the next opening", () => {
	const text = writeTwo();
	const first = text.indexOf("\n") + 1;
	for (let length = first + 1; length < text.length; length++) {
		fs.writeFileSync(path, text.slice(0, length));
		expect(readJournal(path)).toMatchObject({ lines: [{ seq: 1 }], torn: true });
		expect(fs.statSync(path).size).toBe(length);
	}
	// A disk may also have kept the length and lost the bytes.
	fs.writeFileSync(path, `${text.slice(0, first)}${"\0".repeat(20)}\n`);
	const journal = openJournal(path, clock);
	expect(journal.torn).toBe(true);
	journal.append(ended);
	journal.close();
	expect(fs.readFileSync(path, "utf8")).toBe(text);
	expect(readJournal(path)).toMatchObject({ lines: [{ seq: 1 }, { seq: 2 }], torn: false });
});

test("a damaged, missing, repeated or unknown line is refused, and nothing is written", () => {
	const [one = "", two = ""] = writeTwo().split("\n");
	const broken = [
		`x${one}\n${two}\n`,
		`${two}\n`,
		`${one}\n${one}\n`,
		`${one}\n${two.replace("undo-ended", "later-kind")}\n`,
		`${one.replace('"seq"', '"more":1,"seq"')}\n`,
	];
	for (const text of broken) {
		fs.writeFileSync(path, text);
		expect(() => readJournal(path)).toThrow("setup.journal-broken");
		expect(() => openJournal(path, clock)).toThrow("setup.journal-broken");
		expect(fs.readFileSync(path, "utf8")).toBe(text);
	}
});

test("each line is synced before append returns, and the folder when the file is made", () => {
	const calls: string[] = [];
	const opened = new Map<number, string>();
	const files: JournalFiles = {
		...fs,
		openSync: ((name: string, ...rest: [string]) => {
			const handle = fs.openSync(name, ...rest);
			opened.set(handle, name);
			return handle;
		}) as typeof fs.openSync,
		writeSync: ((handle: number, bytes: Uint8Array, offset: number) => {
			calls.push("write");
			// Never more than ten bytes at once, as a disk may.
			return fs.writeSync(handle, bytes, offset, Math.min(10, bytes.length - offset));
		}) as typeof fs.writeSync,
		fsyncSync(handle) {
			calls.push(`sync ${(opened.get(handle) ?? "").slice(folder.length)}`);
			fs.fsyncSync(handle);
		},
	};
	const journal = openJournal(path, clock, files);
	expect(calls).toEqual(["sync /setup/journal.ndjson", "sync /setup", "sync "]);
	for (let line = 0; line < 2; line++) {
		calls.length = 0;
		journal.append(asked);
		expect(calls.slice(0, -1).every((call) => call === "write")).toBe(true);
		expect(calls.at(-1)).toBe("sync /setup/journal.ndjson");
	}
	journal.close();
	expect(readJournal(path).lines).toHaveLength(2);
});

test("a full disk refuses the line and leaves no half of it", () => {
	const before = writeTwo();
	let room = 0;
	const files: JournalFiles = {
		...fs,
		writeSync: ((handle: number, bytes: Uint8Array, offset: number) => {
			if (room <= 0) throw Object.assign(new Error("no space"), { code: "ENOSPC" });
			const written = fs.writeSync(handle, bytes, offset, Math.min(room, bytes.length - offset));
			room -= written;
			return written;
		}) as typeof fs.writeSync,
	};
	const journal = openJournal(path, clock, files);
	for (room = 0; room < 40; room += 13) {
		const left = room;
		expect(() => journal.append(asked)).toThrow("agent.disk-full");
		expect(fs.readFileSync(path, "utf8")).toBe(before);
		expect(journal.lines).toHaveLength(2);
		room = left;
	}
	room = 1000;
	journal.append(asked);
	journal.close();
	expect(readJournal(path).lines.map(({ seq }) => seq)).toEqual([1, 2, 3]);
});

test("one engine at a time; the lock goes with its holder", () => {
	const lock = lockEngine(join(folder, "setup"));
	expect(() => lockEngine(join(folder, "setup"))).toThrow("setup.busy");
	lock.release();
	lock.release();
	lockEngine(join(folder, "setup")).release();
});
