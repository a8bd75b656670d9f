// Beginning anew: what was consented to stays, and all else is gone.
import * as fs from "node:fs";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { foldConsent } from "../../core/consent.ts";
import { lineBytes, sealEntry } from "./entry.ts";
import type { Files } from "./files.ts";
import { closing, eventsOf, historyFolder, keptOf, secret, told } from "./fresh-fixture.ts";
import type { Ledger } from "./ledger.ts";
import { events, grant, smallDisk } from "./ledger-fixture.ts";
import { verifyLedger } from "./verify.ts";

vi.setConfig({ testTimeout: 30_000 });
let home: ReturnType<typeof historyFolder>;
beforeEach(() => {
	home = historyFolder();
});
afterEach(() => home.remove());

const verify = () => verifyLedger(home.path, home.key.publicKey);
const startAnew = (ledger: Ledger) => ledger.startAnew(closing, keptOf(ledger));

test("the new ledger names the old one, keeps consent and pause, and nothing else of it is left on the disk", () => {
	home.fill();
	const ledger = home.open();
	const old = ledger.head;
	const heard: [string, number][] = [];
	ledger.onAppend((entry, start) => heard.push([entry.event.type, start]));
	startAnew(ledger);
	const [first] = eventsOf(ledger);
	expect(first).toMatchObject({ type: "LedgerOpened", continues: { entries: old.seq + 1, runs: 7, why: "forgotten" } });
	expect(foldConsent(eventsOf(ledger))).toEqual({ grants: [grant], pausedUntil: 1_800_000_060_000 });
	expect(heard).toEqual([...ledger.lines()].map(({ entry, start }) => [entry.event.type, start]));
	expect(ledger.check).toMatchObject({ ok: true, entries: 3 });
	expect(home.names()).toEqual(["ledger", "ledger.head", "ledger.reserve"]);
	expect(home.everything()).not.toContain(secret);
	expect(verify()).toMatchObject({ ok: true, entries: 3 });
	// It goes on as any ledger does, also into the next one.
	expect(ledger.append(events.withdrawn, { sync: true }).seq).toBe(4);
	startAnew(ledger);
	ledger.close();
	const again = home.open();
	expect(again.check).toMatchObject({ ok: true, entries: 1 });
	expect(foldConsent(eventsOf(again)).grants).toEqual([]);
	again.close();
});

test("the old file's last line, signed like any, is what the new one names", () => {
	home.fill();
	let closed = "";
	const files: Files = {
		...fs,
		renameSync(from, to) {
			if (to === home.path) closed = fs.readFileSync(home.path, "utf8").trimEnd().split("\n").at(-1) ?? "";
			fs.renameSync(from, to);
		},
	};
	const ledger = home.open({ files });
	startAnew(ledger);
	ledger.close();
	const { event, hash } = JSON.parse(closed);
	expect(event).toEqual(closing);
	expect(eventsOf(home.open())[0]).toMatchObject({ continues: { hash } });
});

test("a line after the closing one is a fault, whoever signed it", () => {
	const ledger = home.open();
	const { hash } = ledger.head;
	ledger.close();
	const closed = sealEntry({ seq: 2, at: 1, prev: hash, event: closing }, home.key);
	fs.appendFileSync(home.path, lineBytes(closed));
	expect(verify()).toMatchObject({ ok: true, entries: 2 });
	fs.appendFileSync(home.path, lineBytes(sealEntry({ seq: 3, at: 1, prev: closed.hash, event: told }, home.key)));
	expect(verify()).toMatchObject({ ok: false, fault: { line: 3, kind: "chain" } });
});

test("a closing line that nothing follows was never meant, and is cut", () => {
	home.fill();
	const [whole, { hash, seq }] = [home.bytes(), JSON.parse(home.lines().at(-1) ?? "")];
	fs.appendFileSync(home.path, lineBytes(sealEntry({ seq: seq + 1, at: 1, prev: hash, event: closing }, home.key)));
	// What lies beside it and does not follow it, or is not signed by this device, is none.
	fs.writeFileSync(`${home.path}.fresh`, whole);
	fs.copyFileSync(`${home.path}.head`, `${home.path}.fresh.head`);
	home.open().close();
	expect(home.bytes()).toEqual(whole);
	expect(home.names().some((name) => name.includes("fresh"))).toBe(false);
});

test("a broken ledger is not closed, and only beginning anew closes one", () => {
	home.fill();
	const ledger = home.open();
	expect(() => ledger.append(closing, { sync: true })).toThrow("startAnew");
	startAnew(ledger);
	ledger.append(events.paused, { sync: true });
	ledger.append(events.resumed, { sync: true });
	ledger.close();
	fs.writeFileSync(home.path, `${home.lines().slice(0, -1).join("\n")}\n`);
	const broken = home.open();
	const before = home.bytes();
	expect(() => broken.startAnew(closing, [])).toThrow("ledger.broken");
	expect(home.bytes()).toEqual(before);
	broken.close();
});

test("a disk without room for it leaves everything as it was, whatever room there is", () => {
	home.fill();
	const restore = home.keep();
	for (let room = 0; room < 4200; room += 150) {
		restore();
		const before = home.names();
		const files = smallDisk(1_000_000);
		const ledger = home.open({ files });
		const entries = eventsOf(ledger);
		files.room = room;
		let failed = false;
		try {
			startAnew(ledger);
		} catch (error) {
			failed = true;
			expect(String(error)).toContain("agent.disk-full");
			expect(eventsOf(ledger)).toEqual(entries);
			expect(home.names(), `room ${room}`).toEqual(before);
		}
		files.room = 1_000_000;
		ledger.append(events.withdrawn, { sync: true });
		ledger.close();
		expect(verify().ok, `room ${room}`).toBe(true);
		expect(home.everything().includes(secret)).toBe(failed);
	}
});

test("any history of consent is the same consent afterwards", () => {
	const some = fc.array(fc.constantFrom(...Object.values(events), told), { maxLength: 12 });
	fc.assert(
		fc.property(some, some, (before, after) => {
			home.remove();
			home = historyFolder();
			const ledger = home.open();
			for (const event of before) ledger.append(event, { sync: false });
			startAnew(ledger);
			for (const event of after) ledger.append(event, { sync: false });
			const now = eventsOf(ledger);
			ledger.close();
			expect(foldConsent(now)).toEqual(foldConsent([...before, ...after]));
			expect(verify().ok).toBe(true);
		}),
		{ numRuns: 15 },
	);
});
