import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { PublicKey } from "../../../main/contract/ids.ts";
import type { Snapshot } from "../../../main/contract/snapshot.ts";
import { draftOf, emptyForm, fieldOf, formOf, mostAmounts, openFields, possibleAskers, startForm } from "./draft.ts";

const me = { name: "living-room", publicKey: "ed25519:me" as PublicKey };
const box = { name: "photo-box", publicKey: "ed25519:box" as PublicKey };
const pc = (cpus: number, memoryMiB: number, freeDiskMiB: number | null) =>
	({ capacity: { cpus, memoryMiB, freeDiskMiB }, requesters: [me], grants: [] }) as unknown as Snapshot;

describe("an untouched form", () => {
	it("allows nothing: no kind, nobody, no time, and no draft", () => {
		const form = emptyForm(pc(8, 16_384, 100_000));
		expect(form).toMatchObject({ classes: [], askers: [], when: null, onBattery: false, onMetered: false });
		expect(openFields(form)).toEqual(["classes", "askers", "when"]);
		expect(draftOf(form, [me])).toBeNull();
	});
	it("starts at a quarter", () => {
		expect(emptyForm(pc(8, 16_384, 100_000))).toMatchObject({ cpus: 2, memoryMiB: 4096, scratchMiB: 2048 });
	});
	it("never starts above what the PC has, and always in whole steps", () => {
		const anyPc = fc.record({
			cpus: fc.integer({ min: 1, max: 128 }),
			memoryMiB: fc.integer({ min: 512, max: 500_000 }),
			free: fc.integer({ min: 600, max: 4_000_000 }),
		});
		fc.assert(
			fc.property(anyPc, ({ cpus, memoryMiB, free }) => {
				const s = pc(cpus, memoryMiB, free);
				const form = emptyForm(s);
				const most = mostAmounts(s);
				expect(form.cpus).toBeLessThanOrEqual(most.cpus);
				expect(form.memoryMiB).toBeLessThanOrEqual(Math.max(most.memoryMiB, 512));
				expect(most.memoryMiB).toBeLessThanOrEqual(memoryMiB);
				expect(most.scratchMiB).toBeLessThanOrEqual(free);
				expect(form.memoryMiB % 512).toBe(0);
				expect((form.cpus * 2) % 1).toBe(0);
			}),
		);
	});
});

describe("a filled form", () => {
	const form = {
		...emptyForm(pc(4, 8192, 50_000)),
		classes: ["wasm"] as const,
		askers: [me.publicKey],
		when: "any-time" as const,
	};
	it("becomes the draft of exactly what was chosen", () => {
		expect(draftOf(form, [me, box])).toEqual({
			classes: ["wasm"],
			amounts: { cpus: 1, memoryMiB: 2048, scratchMiB: 2048 },
			conditions: { when: "any-time", hours: null, quietHours: null, onBattery: false, onMetered: false },
			requesters: [me],
			days: 90,
		});
	});
	it("comes back the same from the grant it became", () => {
		const draft = draftOf(form, [me]);
		if (!draft) throw new Error("no draft");
		const { days, ...rest } = draft;
		const grant = { ...rest, givenAt: 1000, expiresAt: 1000 + days * 86_400_000 };
		expect(draftOf(formOf(grant as never), [me])).toEqual(draft);
	});
});

describe("allowing again", () => {
	const given = {
		classes: ["wasm", "container"],
		amounts: { cpus: 16, memoryMiB: 4096, scratchMiB: 2048 },
		conditions: { when: "idle", hours: null, quietHours: null, onBattery: true, onMetered: false },
		requesters: [me, box],
		givenAt: 0,
		expiresAt: 7 * 86_400_000,
	};
	const runners = { wasm: { available: true }, container: { available: false }, gpu: { available: false } };
	const after = { ...pc(4, 8192, 50_000), lastGrant: given, runners, idleKnown: true } as unknown as Snapshot;
	it("opens as it was, without what this PC cannot do or does not know any more, never with more than it has", () => {
		expect(startForm(after)).toMatchObject({
			classes: ["wasm"],
			askers: [me.publicKey],
			cpus: 4,
			when: "idle",
			days: 7,
		});
		expect(startForm({ ...after, idleKnown: false }).when).toBeNull();
	});
	it("opens with what is allowed now, untouched, when something is", () => {
		expect(startForm({ ...after, grants: [given] } as unknown as Snapshot)).toEqual(formOf(given as never));
	});
	it("opens with a share of what is allowed now when that was chosen, the rest untouched", () => {
		const now = { ...after, grants: [given] } as unknown as Snapshot;
		const { cpus, memoryMiB, ...rest } = formOf(given as never);
		expect(startForm(now, "half")).toEqual({ ...rest, cpus: cpus / 2, memoryMiB: memoryMiB / 2 });
		expect(startForm(after, "half")).toEqual(startForm(after));
	});
	it("opens empty the first time", () => {
		expect(startForm({ ...after, lastGrant: null })).toEqual(emptyForm(after));
	});
});

it("lists those heard of first, then those a grant names, each once", () => {
	const s = { ...pc(4, 8192, 1), grants: [{ requesters: [me, box] }] } as unknown as Snapshot;
	expect(possibleAskers(s)).toEqual([me, box]);
});

it("shows a problem where it belongs", () => {
	const neverLends = (why: string) => fieldOf({ code: "consent.never-lends", args: { why }, actions: [] });
	expect(["hours", "quiet", "covered"].map(neverLends)).toEqual(["hours", "quiet", "quiet"]);
	expect([neverLends("idle"), neverLends("runner"), neverLends("days")]).toEqual(["when", "classes", null]);
	expect(fieldOf({ code: "consent.more-than-here", args: {}, actions: [] })).toBe("amounts");
	expect(fieldOf({ code: "internal", args: {}, actions: [] })).toBeNull();
});
