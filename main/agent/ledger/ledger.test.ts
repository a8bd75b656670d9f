import {
	appendFileSync,
	existsSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	truncateSync,
	writeFileSync,
} from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { foldConsent } from "../../core/consent.ts";
import { zeroHash } from "./entry.ts";
import { events, grant, ledgerFolder } from "./ledger-fixture.ts";
import { verifyLedger, verifyLedgerInTurns } from "./verify.ts";

let home: ReturnType<typeof ledgerFolder>;
beforeEach(() => {
	home = ledgerFolder();
});
afterEach(() => home.remove());

const verify = () => verifyLedger(home.path, home.key.publicKey);

test("a new ledger begins with its device, and goes on after it was closed", () => {
	const first = home.open();
	expect([...first.entries()].map((one) => one.event.type)).toEqual(["LedgerOpened"]);
	home.clock.advance(5);
	const given = first.append(events.given, { sync: true });
	expect(given).toMatchObject({ seq: 2, at: home.clock.now(), event: events.given });
	expect(first.head).toEqual({ seq: 2, hash: given.hash });
	first.close();
	first.close();
	const second = home.open();
	expect(second.check).toEqual({ ok: true, entries: 2, head: given.hash, fault: null });
	expect(second.append(events.withdrawn, { sync: true })).toMatchObject({ seq: 3, prev: given.hash });
	expect([...second.entries()][0]).toMatchObject({ seq: 1, prev: zeroHash });
	second.close();
	expect(verify()).toMatchObject({ ok: true, entries: 3, fault: null });
});

test("what was consented to is what is read back", () => {
	const ledger = home.open();
	ledger.append(events.given, { sync: true });
	ledger.append(events.paused, { sync: false });
	const read = () => foldConsent([...ledger.entries()].map((one) => one.event));
	expect(read()).toEqual({ grants: [grant], pausedUntil: 1_800_000_060_000 });
	ledger.append(events.withdrawn, { sync: true });
	expect(read()).toEqual({ grants: [], pausedUntil: null });
	ledger.close();
});

test("consent is on disk with the head moved on, whatever the caller asked", () => {
	const ledger = home.open();
	for (const event of [events.given, events.withdrawn]) {
		const { seq, hash } = ledger.append(event, { sync: false });
		expect(JSON.parse(readFileSync(`${home.path}.head`, "utf8"))).toMatchObject({ seq, hash });
	}
	ledger.append(events.frozen, { sync: false });
	expect(JSON.parse(readFileSync(`${home.path}.head`, "utf8"))).toMatchObject({ seq: 3 });
	ledger.close();
	expect(JSON.parse(readFileSync(`${home.path}.head`, "utf8"))).toMatchObject({ seq: 4 });
});

test("listeners hear each entry once it is appended, until they leave, and their errors stay theirs", () => {
	const ledger = home.open();
	const heard: number[] = [];
	const leave = ledger.onAppend((entry) => heard.push(entry.seq, home.lines().length));
	ledger.append(events.paused, { sync: true });
	leave();
	ledger.append(events.resumed, { sync: true });
	expect(heard).toEqual([2, 2]);
	const later: (() => void)[] = [];
	vi.stubGlobal("queueMicrotask", (run: () => void) => later.push(run));
	ledger.onAppend(() => {
		throw new Error("a listener's own");
	});
	expect(ledger.append(events.paused, { sync: true }).seq).toBe(4);
	vi.unstubAllGlobals();
	expect(() => later[0]?.()).toThrow("a listener's own");
	ledger.close();
	expect(() => ledger.append(events.paused, { sync: true })).toThrow("closed");
});

test.runIf(process.platform !== "win32")("every file is for its owner alone", () => {
	const ledger = home.open();
	ledger.close();
	appendFileSync(home.path, "torn");
	home.open().close();
	const names = readdirSync(home.folder).sort();
	expect(names).toEqual(["ledger", "ledger.head", "ledger.reserve", "ledger.torn-1"]);
	for (const name of names) expect(statSync(`${home.folder}/${name}`).mode & 0o777, name).toBe(0o600);
});

test("a torn last line is set aside and cut, again and again", () => {
	home.open().close();
	const whole = home.bytes();
	for (const [n, torn] of ['{"at":1', "\0\0\0\0"].entries()) {
		appendFileSync(home.path, torn);
		expect(verify()).toMatchObject({ ok: false, fault: { line: 2, kind: "torn" } });
		const ledger = home.open();
		expect(ledger.repaired).toBe(`${home.path}.torn-${n + 1}`);
		expect(readFileSync(`${home.path}.torn-${n + 1}`, "utf8")).toBe(torn);
		expect(ledger.check.ok).toBe(true);
		expect(home.bytes()).toEqual(whole);
		ledger.close();
	}
	expect(home.open().repaired).toBeNull();
});

test("a crash at any byte of an append leaves a ledger that opens and goes on", () => {
	const ledger = home.open();
	ledger.append(events.given, { sync: true });
	const [head, before] = [readFileSync(`${home.path}.head`), home.bytes()];
	ledger.append(events.withdrawn, { sync: true });
	ledger.close();
	const after = home.bytes();
	for (let length = before.length; length <= after.length; length += 7) {
		writeFileSync(home.path, after.subarray(0, length));
		writeFileSync(`${home.path}.head`, head);
		const again = home.open();
		expect(again.check.ok).toBe(true);
		again.append(events.paused, { sync: true });
		again.close();
		expect(verify().ok).toBe(true);
	}
});

test("a crash before the first head is repaired, since nothing was consented to yet", () => {
	home.open().close();
	rmSync(`${home.path}.head`);
	expect(verify()).toMatchObject({ ok: false, fault: { kind: "head" } });
	const ledger = home.open();
	expect(ledger.check.ok).toBe(true);
	ledger.close();
	expect(verify().ok).toBe(true);
	truncateSync(home.path);
	rmSync(`${home.path}.head`);
	home.open().close();
	expect(verify()).toMatchObject({ ok: true, entries: 1 });
});

test("a broken ledger opens, refuses whatever starts something, records whatever ends something, and stays broken", () => {
	const ledger = home.open();
	ledger.append(events.given, { sync: true });
	ledger.append(events.paused, { sync: true });
	ledger.close();
	writeFileSync(home.path, `${home.lines().slice(0, 2).join("\n")}\n`);
	for (let round = 0; round < 3; round++) {
		const broken = home.open();
		expect(broken.check.ok).toBe(false);
		for (const event of [events.given, events.starting, events.thawed, events.resumed]) {
			expect(() => broken.append(event, { sync: true })).toThrow("ledger.broken");
		}
		broken.append(events.withdrawn, { sync: true });
		broken.close();
		expect(foldConsent([...broken.entries()].map((one) => one.event)).grants).toEqual([]);
		expect(verify().ok).toBe(false);
	}
});

test("an event that could not be read back is not written", () => {
	const ledger = home.open();
	const before = home.bytes();
	expect(() => ledger.append({ ...events.paused, until: 1.5 } as never, { sync: true })).toThrow();
	expect(() => ledger.append({ ...events.given, more: 1 } as never, { sync: true })).toThrow();
	expect(home.bytes()).toEqual(before);
	ledger.append(events.paused, { sync: true });
	ledger.close();
	expect(verify().ok).toBe(true);
});

test("lines longer than a chunk are read whole", () => {
	const ledger = home.open();
	const jobIds = Array.from({ length: 20_000 }, (_, n) => `job ${n} ü`);
	const event = { ...events.reaped, jobIds } as typeof events.reaped;
	ledger.append(event, { sync: true });
	ledger.append(events.paused, { sync: true });
	expect([...ledger.entries()].map((one) => one.event)).toEqual([expect.anything(), event, events.paused]);
	ledger.close();
	expect(verify().ok).toBe(true);
});

test("checking in turns finds the same, while entries are added", async () => {
	const ledger = home.open();
	for (let n = 0; n < 100; n++) ledger.append(events.frozen, { sync: false });
	const checking = verifyLedgerInTurns(home.path, home.key.publicKey);
	ledger.append(events.paused, { sync: true });
	expect(await checking).toMatchObject({ ok: true, entries: 101 });
	ledger.close();
	expect(await verifyLedgerInTurns(home.path, home.key.publicKey)).toEqual(verify());
});

test("a ledger that cannot be read is a problem with a name", () => {
	rmSync(home.folder, { recursive: true });
	expect(() => home.open()).toThrow("agent.data-unreadable");
	expect(existsSync(home.folder)).toBe(false);
	expect(verify()).toMatchObject({ ok: false, fault: { line: 1, kind: "unreadable" } });
	writeFileSync(home.folder, "a file where the folder should be");
	expect(() => home.open()).toThrow("agent.data-unreadable");
	expect(() => verify()).toThrow("agent.data-unreadable");
});
