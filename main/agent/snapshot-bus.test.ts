import { describe, expect, it } from "vitest";
import type { Snapshot, SnapshotUpdate } from "../contract/snapshot.ts";
import { fakeClock } from "../tools/clock/fake.ts";
import { snapshotBus } from "./snapshot-bus.ts";

const picture = { version: "1", historyCount: 0, state: "off" } as Omit<Snapshot, "seq" | "at">;

function scene() {
	const clock = fakeClock();
	let now = { ...picture };
	const counts: number[] = [];
	const bus = snapshotBus(
		() => now,
		clock,
		(count) => counts.push(count),
	);
	return {
		clock,
		bus,
		counts,
		change: (part: Partial<Snapshot>) => {
			now = { ...now, ...part };
			bus.touch();
		},
	};
}
const next = async (stream: AsyncGenerator<SnapshotUpdate>) => (await stream.next()).value as SnapshotUpdate;

describe("the snapshot bus", () => {
	it("gives the whole picture first, then only what changed", async () => {
		const { bus, clock, change } = scene();
		const stream = bus.watch(new AbortController().signal);
		expect(await next(stream)).toMatchObject({ kind: "snapshot", snapshot: { version: "1", state: "off" } });
		change({ historyCount: 1 });
		clock.advance(200);
		expect(await next(stream)).toEqual({ kind: "delta", delta: { seq: 1, at: expect.any(Number), historyCount: 1 } });
		await stream.return(undefined);
	});

	it("merges what a slow watcher missed into one change", async () => {
		const { bus, clock, change } = scene();
		const stream = bus.watch(new AbortController().signal);
		await next(stream);
		for (let count = 1; count <= 50; count++) {
			change({ historyCount: count });
			clock.advance(200);
		}
		change({ state: "held" });
		clock.advance(200);
		expect(await next(stream)).toMatchObject({ delta: { seq: 51, historyCount: 50, state: "held" } });
		await stream.return(undefined);
	});

	it("builds nothing while nobody watches and says how many do", async () => {
		const { bus, counts, change, clock } = scene();
		change({ historyCount: 1 });
		clock.advance(1_000);
		expect(bus.watchers()).toBe(0);
		const stream = bus.watch(new AbortController().signal);
		expect(await next(stream)).toMatchObject({ snapshot: { seq: 1, historyCount: 1 } });
		await stream.return(undefined);
		expect(counts).toEqual([1, 0]);
	});

	it("ends when the watcher hangs up and when the agent closes", async () => {
		const { bus } = scene();
		const gone = new AbortController();
		const first = bus.watch(gone.signal);
		const second = bus.watch(new AbortController().signal);
		await Promise.all([next(first), next(second)]);
		const ends = [first.next(), second.next()];
		gone.abort();
		expect(await ends[0]).toMatchObject({ done: true });
		bus.close();
		expect(await ends[1]).toMatchObject({ done: true });
		expect(bus.watchers()).toBe(0);
	});
});
