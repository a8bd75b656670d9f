import fc from "fast-check";
import { expect, test } from "vitest";
import { applyDelta } from "../contract/apply-delta.ts";
import { type Snapshot, snapshotSchema } from "../contract/snapshot.ts";
import { diffSnapshot, sameJson } from "./diff.ts";

// Only the top level matters to the diff, so every field but seq and at is any JSON value.
const fields = Object.keys(snapshotSchema.shape).filter((name) => name !== "seq" && name !== "at");
const values = fc.oneof(fc.constantFrom<unknown>(null, 0, "", [], {}), fc.jsonValue({ maxDepth: 2 }));
const snapshots = fc
	.record({ seq: fc.nat(), at: fc.nat(), ...Object.fromEntries(fields.map((name) => [name, values])) })
	.map((value) => value as unknown as Snapshot);
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

test("the picture before with the difference is the picture after", () => {
	fc.assert(
		fc.property(snapshots, snapshots, fc.subarray(fields), (before, other, kept) => {
			const same = Object.fromEntries(kept.map((name) => [name, before[name as keyof Snapshot]]));
			const after = copy({ ...other, ...same }) as Snapshot;
			const untouched = copy(before);
			const delta = diffSnapshot(before, after);
			expect(copy(applyDelta(before, delta))).toEqual(after);
			for (const name of kept) expect(delta).not.toHaveProperty(name);
			expect(copy(before)).toEqual(untouched);
		}),
	);
});

test("an unchanged picture differs in nothing but its number and time", () => {
	fc.assert(
		fc.property(snapshots, (before) => {
			const after = { ...copy(before), seq: before.seq + 1, at: before.at + 1 };
			expect(diffSnapshot(copy(before), after)).toEqual({ seq: after.seq, at: after.at });
		}),
	);
});

test("equality is that of JSON text with sorted keys", () => {
	const sorted = (value: unknown): unknown =>
		Array.isArray(value)
			? value.map(sorted)
			: typeof value === "object" && value !== null
				? Object.entries(value)
						.sort(([a], [b]) => (a < b ? -1 : 1))
						.map(([key, inner]) => [`key ${key}`, sorted(inner)])
				: value;
	const text = (value: unknown) => JSON.stringify([Array.isArray(value), sorted(value)]);
	fc.assert(
		fc.property(fc.jsonValue({ maxDepth: 2 }), fc.jsonValue({ maxDepth: 2 }), (a, b) => {
			expect(sameJson(copy(a), copy(a))).toBe(true);
			if (text(copy(a)) !== text(copy(b))) expect(sameJson(copy(a), copy(b))).toBe(false);
		}),
	);
	expect(sameJson({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
	expect(sameJson([], {})).toBe(false);
	expect(sameJson({ a: undefined }, { b: undefined })).toBe(false);
});
