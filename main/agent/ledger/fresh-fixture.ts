// A ledger that begins anew in tests, with something in it that must be gone afterwards. Never used by the product.
import * as fs from "node:fs";
import { join } from "node:path";
import type { LedgerClosed, LedgerEvent } from "../../contract/ledger.ts";
import { foldLoss } from "../../core/history-loss.ts";
import type { Ledger } from "./ledger.ts";
import { events, ledgerFolder } from "./ledger-fixture.ts";

/** Stands in the old history alone. */
export const secret = "holiday-secret";
export const closing: LedgerClosed = { type: "LedgerClosed", why: "forgotten", runs: 7, person: "zoë", via: "cli" };
export const told = { ...events.frozen, reasons: [{ code: "hold.in-use", args: { name: secret } }] } as LedgerEvent;
export const eventsOf = (ledger: Ledger) => [...ledger.entries()].map((one) => one.event);

export function keptOf(ledger: Ledger): LedgerEvent[] {
	const fold = foldLoss();
	for (const entry of ledger.entries()) fold.add(entry);
	return fold.kept();
}

/** A folder whose ledger has consent, a pause, a history and the torn copy of a line of it, once `fill` was called. */
export function historyFolder() {
	const home = ledgerFolder();
	const names = () => fs.readdirSync(home.folder).sort();
	return {
		...home,
		names,
		everything: () =>
			names()
				.map((name) => fs.readFileSync(join(home.folder, name), "latin1"))
				.join(""),
		fill(): void {
			home.open().close();
			fs.appendFileSync(home.path, `{"torn":"${secret}`);
			const ledger = home.open();
			for (const event of [events.given, told, told, events.paused]) ledger.append(event, { sync: false });
			ledger.close();
		},
		/** Gives a way to put the folder back to what it is now. */
		keep(): () => void {
			const kept = names().map((name) => [name, fs.readFileSync(join(home.folder, name))] as const);
			return () => {
				for (const name of names()) fs.rmSync(join(home.folder, name));
				for (const [name, bytes] of kept) fs.writeFileSync(join(home.folder, name), bytes, { mode: 0o600 });
			};
		},
	};
}
