// Killed at any call to the file system, a ledger that begins anew is the old one or the new one at the next opening.
import * as fs from "node:fs";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { foldConsent } from "../../core/consent.ts";
import type { Files } from "./files.ts";
import { closing, eventsOf, historyFolder, keptOf, secret } from "./fresh-fixture.ts";
import { events, grant } from "./ledger-fixture.ts";
import { verifyLedger } from "./verify.ts";

vi.setConfig({ testTimeout: 60_000 });
let home: ReturnType<typeof historyFolder>;
beforeEach(() => {
	home = historyFolder();
});
afterEach(() => home.remove());

const verify = () => verifyLedger(home.path, home.key.publicKey);

/** The real files, until call number `dieAt`: that one is done, or half of it, and every later one finds no process. */
function mortal(half: boolean): Files & { calls: number; dieAt: number } {
	const state = { ...fs, calls: 0, dieAt: Number.POSITIVE_INFINITY };
	const die = (): never => {
		throw new Error("killed");
	};
	const { openSync, closeSync, writeSync, ftruncateSync, fsyncSync, renameSync, rmSync } = fs;
	const calls = { openSync, closeSync, writeSync, ftruncateSync, fsyncSync, renameSync, rmSync };
	for (const [name, call] of Object.entries(calls)) {
		const real = call as (...args: unknown[]) => unknown;
		const run = (...args: unknown[]) => {
			state.calls += 1;
			if (state.calls > state.dieAt) die();
			if (state.calls < state.dieAt || !half) return real(...args);
			if (name === "writeSync") real(args[0], args[1], 0, Math.floor((args[1] as Uint8Array).length / 2));
			return die();
		};
		Object.assign(state, { [name]: run });
	}
	return state as unknown as Files & { calls: number; dieAt: number };
}

describe("killed at every single call to the file system", () => {
	for (const half of [false, true]) {
		test(half ? "in the middle of the call" : "after the call", () => {
			const seen = { before: 0, after: 0 };
			home.fill();
			const restore = home.keep();
			for (let at = 1; ; at++) {
				restore();
				const files = mortal(half);
				const ledger = home.open({ files });
				const before = eventsOf(ledger);
				const kept = keptOf(ledger);
				files.dieAt = files.calls + at;
				try {
					ledger.startAnew(closing, kept);
				} catch (error) {
					expect(String(error)).toContain("agent.data-unreadable");
				}
				if (files.calls < files.dieAt) break;
				const found = verify();
				const again = home.open();
				const now = eventsOf(again);
				expect(again.check.ok, `call ${at}: ${JSON.stringify(again.check)}`).toBe(true);
				expect(foldConsent(now), `call ${at}`).toEqual(foldConsent(before));
				const [first] = now;
				if (first?.type === "LedgerOpened" && first.continues) {
					seen.after += 1;
					expect(home.everything(), `call ${at}`).not.toContain(secret);
				} else {
					seen.before += 1;
					expect(now, `call ${at}`).toEqual(before);
				}
				expect(home.names().some((name) => name.includes("fresh"))).toBe(false);
				// Without an agent the check says the same, but for a closing line that was cut off in the middle.
				expect(found.ok || found.fault?.kind === "torn", `call ${at}: ${JSON.stringify(found)}`).toBe(true);
				again.append(events.withdrawn, { sync: true });
				again.close();
				expect(verify().ok).toBe(true);
			}
			expect(seen.before).toBeGreaterThan(10);
			expect(seen.after).toBeGreaterThan(5);
		});
	}
});

test("killed while a cut-off deleting is finished, again and again", () => {
	home.fill();
	const restore = home.keep();
	const crash = (at: number): boolean => {
		restore();
		const files = mortal(false);
		const ledger = home.open({ files });
		const kept = keptOf(ledger);
		files.dieAt = files.calls + at;
		expect(foldConsent(kept).grants).toEqual([grant]);
		try {
			ledger.startAnew(closing, kept);
		} catch {
			// Dead.
		}
		return files.calls >= files.dieAt;
	};
	let finished = 0;
	for (let at = 1; crash(at); at += 3) {
		for (let next = 1; ; next++) {
			crash(at);
			const files = mortal(false);
			files.dieAt = next;
			try {
				home.open({ files });
			} catch {
				// Dead again.
			}
			const last = home.open();
			expect(last.check.ok, `call ${at}, then ${next}`).toBe(true);
			expect(foldConsent(eventsOf(last)).grants, `call ${at}, then ${next}`).toEqual([grant]);
			last.close();
			expect(home.names().some((name) => name.includes("fresh"))).toBe(false);
			if (files.calls < files.dieAt) break;
			finished += 1;
		}
	}
	expect(finished).toBeGreaterThan(60);
});
