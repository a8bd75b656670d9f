import { existsSync, readFileSync } from "node:fs";
import { afterEach, beforeEach, expect, test } from "vitest";
import { foldConsent } from "../../core/consent.ts";
import { events, ledgerFolder, smallDisk } from "./ledger-fixture.ts";
import { reserveBytes } from "./reserve.ts";
import { verifyLedger } from "./verify.ts";

let home: ReturnType<typeof ledgerFolder>;
beforeEach(() => {
	home = ledgerFolder();
});
afterEach(() => home.remove());

const verify = () => verifyLedger(home.path, home.key.publicKey);
const head = () => readFileSync(`${home.path}.head`, "utf8");

test("on a full disk consent is refused, and nothing changes, however much of it fits", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	const before = { bytes: home.bytes(), head: head(), newest: ledger.head };
	let refused = 0;
	for (let room = 0; room < 1300; room += 50) {
		disk.room = room;
		try {
			ledger.append(events.given, { sync: true });
			break;
		} catch (error) {
			refused++;
			expect(String(error)).toContain("agent.disk-full");
			expect({ bytes: home.bytes(), head: head(), newest: ledger.head }).toEqual(before);
		}
	}
	expect(refused).toBeGreaterThan(15);
	disk.room = 1_000_000;
	if (ledger.head.seq === 1) ledger.append(events.given, { sync: true });
	ledger.close();
	expect(verify()).toMatchObject({ ok: true, entries: 2 });
});

test("a withdrawal succeeds on a disk without one byte left", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	ledger.append(events.given, { sync: true });
	disk.room = 0;
	expect(() => ledger.append(events.paused, { sync: true })).toThrow("agent.disk-full");
	ledger.append(events.withdrawn, { sync: true });
	expect(foldConsent([...ledger.entries()].map((one) => one.event)).grants).toEqual([]);
	expect(existsSync(`${home.path}.reserve`)).toBe(false);
	expect(disk.room).toBeGreaterThan(reserveBytes - 2000);
	ledger.close();
	expect(verify()).toMatchObject({ ok: true, entries: 3 });
});

test("a withdrawal counts when its line fits and the head does not", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	ledger.append(events.given, { sync: true });
	const { length } = home.bytes();
	const trial = ledger.append(events.withdrawn, { sync: true });
	const line = home.bytes().length - length;
	disk.room = line + 10;
	const again = ledger.append(events.withdrawn, { sync: true });
	expect(again.seq).toBe(trial.seq + 1);
	disk.room = 1_000_000;
	ledger.close();
	expect(verify()).toMatchObject({ ok: true, entries: 4 });
});

test("the reserve comes back when there is room again", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	disk.room = 0;
	ledger.append(events.withdrawn, { sync: true });
	expect(existsSync(`${home.path}.reserve`)).toBe(false);
	disk.room = 1_000_000;
	ledger.append(events.given, { sync: true });
	expect(readFileSync(`${home.path}.reserve`)).toHaveLength(reserveBytes);
	ledger.close();
});

test("a disk too full to begin is a problem, and the next try begins afresh", () => {
	expect(() => home.open({ files: smallDisk(100) })).toThrow("agent.disk-full");
	const ledger = home.open();
	expect(ledger.head.seq).toBe(1);
	ledger.close();
	expect(verify().ok).toBe(true);
});

test("a disk that fails in other ways is unreadable data, and nothing changes", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	const before = home.bytes();
	const { fsyncSync } = disk;
	disk.fsyncSync = () => {
		throw Object.assign(new Error("EIO"), { code: "EIO" });
	};
	expect(() => ledger.append(events.given, { sync: true })).toThrow("agent.data-unreadable");
	expect(home.bytes()).toEqual(before);
	disk.fsyncSync = fsyncSync;
	ledger.append(events.given, { sync: true });
	ledger.close();
	expect(verify()).toMatchObject({ ok: true, entries: 2 });
});

test("half a line that could not be taken back at once is cut before the next", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	const { ftruncateSync } = disk;
	disk.ftruncateSync = () => {
		throw Object.assign(new Error("EIO"), { code: "EIO" });
	};
	disk.room = 40;
	const before = home.bytes().length;
	expect(() => ledger.append(events.given, { sync: true })).toThrow("agent.disk-full");
	expect(home.bytes().length).toBe(before + 40);
	disk.ftruncateSync = ftruncateSync;
	disk.room = 1_000_000;
	ledger.append(events.given, { sync: true });
	ledger.close();
	expect(verify()).toMatchObject({ ok: true, entries: 2 });
});

test("a withdrawal on disk counts even when its head cannot be written at all, and no other event does", () => {
	const disk = smallDisk(1_000_000);
	const ledger = home.open({ files: disk });
	const { renameSync } = disk;
	disk.renameSync = () => {
		throw Object.assign(new Error("EIO"), { code: "EIO" });
	};
	expect(() => ledger.append(events.given, { sync: true })).toThrow("agent.data-unreadable");
	expect(ledger.append(events.withdrawn, { sync: true }).seq).toBe(2);
	disk.renameSync = renameSync;
	ledger.close();
	expect(verify()).toMatchObject({ ok: true, entries: 2 });
});
