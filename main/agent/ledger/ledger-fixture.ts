// A ledger in a folder of its own, and a disk that can be full. For tests; never used by the product.
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Grant } from "../../contract/consent.ts";
import type { LedgerEvent } from "../../contract/ledger.ts";
import { fakeClock } from "../../tools/clock/fake.ts";
import { newKeyPair } from "../../tools/crypto/keys.ts";
import type { Files } from "./files.ts";
import { type LedgerOptions, openLedger } from "./ledger.ts";

const key = newKeyPair();
const jobId = "6ba7b810-9dad-41d1-80b4-00c04fd430c8";
const digest = `sha256:${"a".repeat(64)}`;

export const grant = {
	id: "0b0f6d52-7d55-4b6d-8d5f-0f0a4f9f2c11",
	person: "zoë",
	deviceId: "device-1",
	classes: ["wasm"],
	amounts: { cpus: 2, memoryMiB: 2048, scratchMiB: 1024 },
	conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false },
	requesters: [{ name: "Grace", publicKey: key.publicKey }],
	givenAt: 1_800_000_000_000,
	expiresAt: 1_807_776_000_000,
	shown: { locale: "en", text: "Grace may run small programs.", digest },
	meaning: 1,
	appVersion: "0.1.0",
	via: "window",
	supersedes: null,
} as unknown as Grant;

/** One of each kind that a ledger mostly holds. */
export const events = {
	given: { type: "ConsentGiven", grant },
	withdrawn: { type: "ConsentWithdrawn", grantIds: [grant.id], person: "zoë", via: "cli" },
	paused: { type: "LendingPaused", until: 1_800_000_060_000, via: "window" },
	resumed: { type: "LendingResumed", via: "window" },
	starting: { type: "JobStarting", jobId, fence: 7 },
	frozen: { type: "JobFrozen", jobId, reasons: [{ code: "hold.in-use", args: { minutes: 5 } }] },
	thawed: { type: "JobThawed", jobId },
	reaped: { type: "LeftoversReaped", jobIds: [jobId], processes: 0, scratchErased: true },
} as unknown as Record<
	"given" | "withdrawn" | "paused" | "resumed" | "starting" | "frozen" | "thawed" | "reaped",
	LedgerEvent
>;

export function ledgerFolder() {
	const folder = fs.mkdtempSync(join(tmpdir(), "hearth-ledger-"));
	const path = join(folder, "ledger");
	const clock = fakeClock();
	return {
		folder,
		path,
		key,
		clock,
		open: (more: Partial<LedgerOptions> = {}) => openLedger({ path, key, clock, deviceId: "device-1", ...more }),
		bytes: () => fs.readFileSync(path),
		lines: () => fs.readFileSync(path, "utf8").split("\n").slice(0, -1),
		remove: () => fs.rmSync(folder, { recursive: true, force: true }),
	};
}

/** The real file system with `room` bytes left: what does not fit is written in part and then fails, as on a full disk. */
export function smallDisk(room: number): Files & { room: number } {
	const fail = (code: string): never => {
		throw Object.assign(new Error(code), { code });
	};
	const disk = {
		...fs,
		room,
		writeSync(file: number, bytes: Uint8Array, offset = 0, length = bytes.length - offset) {
			const part = Math.min(length, disk.room);
			if (part === 0 && length > 0) fail("ENOSPC");
			disk.room -= part;
			return fs.writeSync(file, bytes, offset, part);
		},
		rmSync(path: string, options?: fs.RmOptions) {
			disk.room += fs.existsSync(path) ? fs.statSync(path).size : 0;
			fs.rmSync(path, options);
		},
		ftruncateSync(file: number, length = 0) {
			disk.room += Math.max(0, fs.fstatSync(file).size - length);
			fs.ftruncateSync(file, length);
		},
		renameSync(from: string, to: string) {
			disk.room += fs.existsSync(to) ? fs.statSync(to).size : 0;
			fs.renameSync(from, to);
		},
		openSync(path: string, flags: string, mode?: number) {
			if (flags === "w" && fs.existsSync(path)) disk.room += fs.statSync(path).size;
			return fs.openSync(path, flags, mode);
		},
	};
	return disk as unknown as Files & { room: number };
}
