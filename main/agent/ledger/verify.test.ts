// Whatever is done to a ledger's bytes is found.
import { copyFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newKeyPair } from "../../tools/crypto/keys.ts";
import { realFiles } from "./files.ts";
import { events, ledgerFolder } from "./ledger-fixture.ts";
import { readLines } from "./lines.ts";
import { verifyLedger } from "./verify.ts";

vi.setConfig({ testTimeout: 30_000 });
const home = ledgerFolder();
let bytes: Buffer;
let head: Buffer;
let lines: string[];

beforeAll(() => {
	const ledger = home.open();
	for (const event of Object.values(events)) {
		home.clock.advance(1000);
		ledger.append(event, { sync: false });
	}
	ledger.close();
	[bytes, head, lines] = [home.bytes(), readFileSync(`${home.path}.head`), home.lines()];
});
afterAll(() => home.remove());

const check = () => verifyLedger(home.path, home.key.publicKey);
/** Puts these bytes in the ledger's place, and the true head unless another is given. Says what verification finds. */
function found(ledger: Uint8Array | string | null, otherHead: Uint8Array | string | null = head) {
	for (const [path, content] of [
		[home.path, ledger],
		[`${home.path}.head`, otherHead],
	] as const) {
		if (content === null) rmSync(path, { force: true });
		else writeFileSync(path, content);
	}
	return check();
}
const joined = (some: string[]) => some.map((line) => `${line}\n`).join("");
const indexes = fc.nat(1_000_000);

test("the ledger as written is good", () => {
	expect(found(bytes)).toMatchObject({ ok: true, entries: 9, fault: null });
	expect(verifyLedger(home.path, newKeyPair().publicKey)).toMatchObject({ ok: false, fault: { kind: "signature" } });
});

test("any changed byte, in ledger or head", () => {
	fc.assert(
		fc.property(indexes, fc.integer({ min: 1, max: 255 }), fc.boolean(), (index, change, inHead) => {
			const spoilt = Buffer.from(inHead ? head : bytes);
			const at = index % spoilt.length;
			spoilt[at] = (spoilt[at] ?? 0) ^ change;
			expect((inHead ? found(bytes, spoilt) : found(spoilt)).ok).toBe(false);
		}),
		{ numRuns: 120 },
	);
});

test("every single bit at the end of a signature, where spellings could differ", () => {
	const small = ledgerFolder();
	small.open().close();
	const [line, its] = [small.bytes(), readFileSync(`${small.path}.head`)];
	small.remove();
	const every = (whole: Buffer, look: (spoilt: Buffer) => boolean) => {
		for (let at = whole.length - 6; at < whole.length; at++) {
			for (let bit = 1; bit < 256; bit <<= 1) {
				const spoilt = Buffer.from(whole);
				spoilt[at] = (spoilt[at] ?? 0) ^ bit;
				expect(look(spoilt), `bit ${bit} of byte ${at}`).toBe(false);
			}
		}
	};
	expect(found(line, its).ok).toBe(true);
	every(line, (spoilt) => found(spoilt, its).ok);
	every(its, (spoilt) => found(line, spoilt).ok);
});

test("any removed, repeated or added bytes", () => {
	fc.assert(
		fc.property(
			indexes,
			fc.integer({ min: 1, max: 40 }),
			fc.uint8Array({ minLength: 1, maxLength: 4 }),
			(index, n, more) => {
				const at = index % bytes.length;
				const removed = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + n)]);
				const repeated = Buffer.concat([bytes.subarray(0, at + n), bytes.subarray(at)]);
				const added = Buffer.concat([bytes.subarray(0, at), more, bytes.subarray(at)]);
				for (const spoilt of [removed, repeated, added]) expect(found(spoilt).ok).toBe(false);
				expect(found(Buffer.concat([bytes, more])).ok).toBe(false);
			},
		),
		{ numRuns: 30 },
	);
});

test("any line removed, repeated or moved", () => {
	fc.assert(
		fc.property(indexes, indexes, (a, b) => {
			const [from, to] = [a % lines.length, b % lines.length];
			const line = lines[from] ?? "";
			const without = lines.toSpliced(from, 1);
			expect(found(joined(without)).ok).toBe(false);
			expect(found(joined(lines.toSpliced(to, 0, line))).ok).toBe(false);
			if (from !== to) expect(found(joined(without.toSpliced(to, 0, line))).ok).toBe(false);
			expect(found(joined(lines.toSpliced(from, 0, ""))).ok).toBe(false);
		}),
		{ numRuns: 30 },
	);
});

test("a fault is named by its kind and line", () => {
	const [first = "", second = "", third = ""] = lines;
	const kind = (some: string[]) => found(joined(some)).fault;
	expect(kind([first, third, second])).toEqual({ line: 2, kind: "sequence" });
	expect(kind([first, second.replace("zoë", "eve"), third])).toEqual({ line: 2, kind: "hash" });
	expect(kind([first, second.replace(/"prev":".{4}/, '"prev":"0000'), third])).toEqual({ line: 2, kind: "chain" });
	expect(kind([first, second.replace(/"signature":".{4}/, '"signature":"AAAA'), third])).toEqual({
		line: 2,
		kind: "signature",
	});
});

test("any tail removed, with the head there, gone, older or made by another", () => {
	const other = ledgerFolder();
	other.open({ key: newKeyPair() }).close();
	const foreign = readFileSync(`${other.path}.head`);
	other.remove();
	for (let cut = 0; cut < bytes.length; cut += 151) {
		const rest = bytes.subarray(0, cut);
		expect(found(rest).ok).toBe(false);
		expect(found(rest, null).ok).toBe(false);
		expect(found(rest, "").ok).toBe(false);
		expect(found(rest, foreign).ok).toBe(false);
	}
	for (let kept = 1; kept < lines.length; kept++) {
		expect(found(joined(lines.slice(0, kept)))).toMatchObject({ fault: { line: kept + 1, kind: "tail-removed" } });
	}
	expect(found(bytes, null)).toMatchObject({ ok: false, fault: { kind: "head" } });
	expect(found(null)).toMatchObject({ ok: false });
	expect(found(null, null)).toMatchObject({ ok: false });
	expect(found("", null)).toMatchObject({ ok: false });
});

test("the same values written another way", () => {
	const [first = "", ...rest] = lines;
	expect(found(bytes, head.toString().replace("{", "{ "))).toMatchObject({ fault: { kind: "head" } });
	const respelt = [
		first.replace("{", "{ "),
		first.replace('"seq":1', '"seq":1.0'),
		first.replace('"seq":1', '"seq":1,"seq":1'),
		first.replace("device-1", "\\u0064evice-1"),
		`${first} `,
		`${first}\r`,
		`\uFEFF${first}`,
	];
	for (const line of respelt) {
		expect(line).not.toBe(first);
		expect(found(joined([line, ...rest])), line).toMatchObject({ fault: { line: 1, kind: "unreadable" } });
	}
});

test("a ledger signed anew by another key, and one from another device", () => {
	const other = ledgerFolder();
	const ledger = other.open({ key: newKeyPair() });
	for (const event of Object.values(events)) ledger.append(event, { sync: false });
	ledger.close();
	const [foreign, foreignHead] = [other.bytes(), readFileSync(`${other.path}.head`)];
	other.remove();
	expect(found(foreign, foreignHead)).toMatchObject({ ok: false, fault: { line: 1, kind: "signature" } });
	expect(found(foreign).ok).toBe(false);
});

test("two histories of one key cannot be mixed", () => {
	const other = ledgerFolder();
	const ledger = other.open();
	for (const event of Object.values(events).toReversed()) ledger.append(event, { sync: false });
	ledger.close();
	const [otherLines, otherHead] = [other.lines(), readFileSync(`${other.path}.head`)];
	other.remove();
	for (let kept = 1; kept < lines.length; kept++) {
		const mixed = joined([...lines.slice(0, kept), ...otherLines.slice(kept)]);
		expect(found(mixed).ok || found(mixed, otherHead).ok).toBe(kept === 1 && lines[0] === otherLines[0]);
	}
	expect(found(bytes, otherHead)).toMatchObject({ ok: false, fault: { kind: "head" } });
});

test("a file without an end of line is given up early", () => {
	const long = join(home.folder, "long");
	writeFileSync(long, Buffer.alloc(3_000_000, "a"));
	copyFileSync(long, home.path);
	const read = [...readLines(realFiles, long)];
	expect(read).toHaveLength(1);
	expect(read[0]?.bytes.length).toBeLessThan(1_200_000);
	expect(check()).toMatchObject({ ok: false, entries: 0, fault: { line: 1, kind: "torn" } });
});
