import { describe, expect, it } from "vitest";
import type { Grant } from "../contract/consent.ts";
import type { LedgerEntry, LedgerEvent } from "../contract/ledger.ts";
import { readPast } from "./ledger-past.ts";

const grant = (id: string) => ({ id, person: "ada" }) as unknown as Grant;
const withdrawn = (id: string) =>
	({ type: "ConsentWithdrawn", grantIds: [id], person: "ada", via: "cli" }) as LedgerEvent;

const pastOf = (events: LedgerEvent[]) =>
	readPast({
		*entries() {
			for (const event of events) yield { event } as LedgerEntry;
		},
	});

describe("what was allowed last", () => {
	it("is nothing before the first time", async () => {
		expect((await pastOf([])).lastGrant).toBeNull();
	});
	it("is the newest, given or changed, also after it was withdrawn", async () => {
		const given: LedgerEvent = { type: "ConsentGiven", grant: grant("a") };
		const changed: LedgerEvent = { type: "ConsentChanged", grant: grant("b") };
		expect((await pastOf([given, withdrawn("a")])).lastGrant).toEqual(grant("a"));
		expect((await pastOf([given, changed, withdrawn("b")])).lastGrant).toEqual(grant("b"));
	});
});
