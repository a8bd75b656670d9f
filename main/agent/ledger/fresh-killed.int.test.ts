// A process that is really killed, with SIGKILL, between any two calls to the file system while it begins anew.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { afterEach, expect, it } from "vitest";
import { foldConsent } from "../../core/consent.ts";
import { openKeyPair } from "../../tools/crypto/keys.ts";
import { openLedger } from "./ledger.ts";
import { events, ledgerFolder } from "./ledger-fixture.ts";

let home: ReturnType<typeof ledgerFolder>;
afterEach(() => home.remove());

const url = (path: string) => JSON.stringify(new URL(path, import.meta.url).href);
/** Opens the ledger in `folder` and begins anew; dies after call number `dieAt` from then on. Prints how many there were. */
const script = (folder: string, dieAt: number) => `
	import * as fs from "node:fs";
	const { openLedger } = await import(${url("ledger.ts")});
	const { foldLoss } = await import(${url("../../core/history-loss.ts")});
	const { openKeyPair } = await import(${url("../../tools/crypto/keys.ts")});
	let calls = -Infinity;
	const files = { ...fs };
	for (const name of ["openSync", "closeSync", "writeSync", "ftruncateSync", "fsyncSync", "renameSync", "rmSync"]) {
		files[name] = (...args) => {
			const result = fs[name](...args);
			calls += 1;
			if (calls === ${dieAt}) process.kill(process.pid, "SIGKILL");
			return result;
		};
	}
	const path = ${JSON.stringify(folder)} + "/ledger";
	const key = openKeyPair(${JSON.stringify(folder)} + "/device.key");
	const ledger = openLedger({ path, key, clock: { now: () => 5 }, deviceId: "device-1", files });
	const fold = foldLoss();
	for (const entry of ledger.entries()) fold.add(entry);
	calls = 0;
	ledger.startAnew({ type: "LedgerClosed", why: "forgotten", runs: 1, person: "zoë", via: "cli" }, fold.kept());
	process.stdout.write(String(calls));`;

it("leaves the old ledger or the new one, never a third thing", { timeout: 120_000 }, () => {
	const seen = { before: 0, after: 0 };
	for (let dieAt = 1; ; dieAt++) {
		home?.remove();
		home = ledgerFolder();
		const key = openKeyPair(`${home.folder}/device.key`);
		const open = () => openLedger({ path: home.path, key, clock: home.clock, deviceId: "device-1" });
		const ledger = open();
		for (const event of [events.given, events.frozen, events.paused]) ledger.append(event, { sync: false });
		const before = [...ledger.entries()].map((one) => one.event);
		ledger.close();
		const ran = spawnSync(process.execPath, ["--input-type=module", "--eval", script(home.folder, dieAt)], {
			encoding: "utf8",
		});
		if (ran.signal !== "SIGKILL") {
			expect([ran.status, ran.stderr]).toEqual([0, ""]);
			expect(Number(ran.stdout)).toBe(dieAt - 1);
			break;
		}
		const again = open();
		const now = [...again.entries()].map((one) => one.event);
		expect(again.check.ok, `call ${dieAt}`).toBe(true);
		expect(foldConsent(now), `call ${dieAt}`).toEqual(foldConsent(before));
		again.close();
		const isNew = now[0]?.type === "LedgerOpened" && now[0].continues !== undefined;
		if (!isNew) expect(now, `call ${dieAt}`).toEqual(before);
		expect(readFileSync(home.path, "utf8").includes("JobFrozen"), `call ${dieAt}`).toBe(!isNew);
		seen[isNew ? "after" : "before"] += 1;
	}
	expect(seen.before).toBeGreaterThan(10);
	expect(seen.after).toBeGreaterThan(5);
});
