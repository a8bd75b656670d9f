// Random plans on random worlds with random faults: what is done can be undone, and what was there stays.
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Faults, newWorld, quietly, startEngine, type World, worldStep } from "./fixture-world.ts";
import { planHash, type WantedStep } from "./plan.ts";

const names = ["a", "b", "c", "d", "e", "f", "g", "h"];
const faultCounts: fc.Arbitrary<Faults> = fc.record({
	before: fc.nat(1),
	half: fc.nat(1),
	after: fc.nat(1),
	undo: fc.nat(2),
});

interface Scene {
	readonly wanted: WantedStep[];
	readonly world: World;
}

/** Each step has things of its own, as steps of a real plan do. */
const scenes: fc.Arbitrary<Scene> = fc
	.record({
		sizes: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 }),
		kinds: fc.array(fc.constantFrom("add" as const, "replace" as const), { minLength: 4, maxLength: 4 }),
		there: fc.subarray(names),
		faults: fc.array(faultCounts, { minLength: 4, maxLength: 4 }),
	})
	.map(({ sizes, kinds, there, faults }) => {
		const world = newWorld(there.map((name) => [name, "the person's"]));
		let next = 0;
		const wanted: WantedStep[] = [];
		for (const [index, size] of sizes.entries()) {
			const kind = kinds[index] ?? "add";
			const keys = names.slice(next, next + (kind === "replace" ? 1 : size));
			next += keys.length;
			if (keys.length === 0) continue;
			world.faults.set(keys.join(), { ...(faults[index] as Faults) });
			wanted.push(worldStep(kind, ...keys));
		}
		return { wanted, world };
	});

const picture = (world: World) => Object.fromEntries([...world.things].sort());

test("undo after act leaves the world as it was, whatever fails on the way", async () => {
	await fc.assert(
		fc.asyncProperty(scenes, fc.nat(6), async ({ wanted, world }, patience) => {
			const before = picture(world);
			const engine = startEngine({ world });
			let result = await engine.apply(engine.plan(wanted), quietly());
			for (let tries = 0; tries < patience && result.end === "failed"; tries++) result = await engine.resume(quietly());
			for (let tries = 0; tries < 10; tries++) {
				result = await engine.undo(quietly());
				if (result.status.leftovers.length === 0) break;
				expect(result.status.phase).toBe("leftover");
			}
			expect(result.status).toMatchObject({ leftovers: [], phase: "none" });
			expect(picture(world)).toEqual(before);
			expect((await engine.undo(quietly())).end).toBe("nothing");
		}),
		{ numRuns: 400 },
	);
});

test("resuming completes unless somebody's thing is in the way; then every step is ours or adopted", async () => {
	await fc.assert(
		fc.asyncProperty(scenes, async ({ wanted, world }) => {
			const before = new Map(world.things);
			const engine = startEngine({ world });
			let result = await engine.apply(engine.plan(wanted), quietly());
			for (let tries = 0; tries < 14 && result.end === "failed"; tries++) result = await engine.resume(quietly());
			const mixed = wanted.some(({ type, params }) => {
				const { keys } = params as { keys: string[] };
				const there = keys.filter((key) => before.has(key)).length;
				return type === "world.add" && there > 0 && there < keys.length;
			});
			expect(result.end).toBe(mixed ? "failed" : "done");
			if (mixed) expect(new Map(world.things)).toEqual(before);
			for (const { type, params } of mixed ? [] : wanted) {
				const { keys } = params as { keys: string[] };
				for (const key of keys) {
					const adopted = type === "world.add" && before.has(key);
					expect(world.things.get(key)).toMatch(adopted ? /^the person's$/ : /^ours/);
				}
			}
		}),
		{ numRuns: 400 },
	);
});

test("what was there is journaled as adopted before the first act, and nothing after it touches it", async () => {
	await fc.assert(
		fc.asyncProperty(scenes, async ({ wanted, world }) => {
			const engine = startEngine({ world });
			await engine.apply(engine.plan(wanted), quietly());
			await engine.undo(quietly());
			const steps = world.lines.flatMap(({ entry }) => (entry.kind === "step" ? [entry] : []));
			const firstAct = steps.findIndex(({ state }) => state === "acting");
			const adopted = new Set(steps.filter(({ state }) => state === "adopted").map(({ stepId }) => stepId));
			for (const [index, { stepId, state }] of steps.entries()) {
				if (state === "adopted" && firstAct >= 0) expect(index).toBeLessThan(firstAct);
				if (adopted.has(stepId)) expect(state).toBe("adopted");
			}
		}),
		{ numRuns: 200 },
	);
});

type Draft = {
	steps: { id: string; version: number; params: unknown; shown: { diskBytes: number } }[];
	more?: boolean;
};
const step = (plan: Draft, index: number) => plan.steps[index] as Draft["steps"][0];
const isForgery = true;

test("the plan that runs is the plan that was shown: any other is refused and changes nothing", async () => {
	const changes: [(plan: Draft) => void, boolean][] = [
		[(plan) => plan.steps.reverse(), !isForgery],
		[(plan) => plan.steps.pop(), !isForgery],
		[(plan) => plan.steps.push(step(plan, 0)), isForgery],
		[(plan) => Object.assign(step(plan, 0), { params: { keys: ["z"] } }), isForgery],
		[(plan) => Object.assign(step(plan, 0), { params: { keys: [] } }), isForgery],
		[(plan) => Object.assign(step(plan, 0), { id: "other" }), !isForgery],
		[(plan) => Object.assign(step(plan, 0).shown, { diskBytes: 0 }), isForgery],
		[(plan) => Object.assign(step(plan, 1), { version: 2 }), isForgery],
		[(plan) => Object.assign(plan, { more: true }), isForgery],
	];
	for (const [change, forged] of changes) {
		const world = newWorld();
		const engine = startEngine({ world });
		const { plan, hash } = engine.plan([worldStep("add", "a"), worldStep("replace", "b")]);
		const changed = structuredClone(plan);
		change(changed as unknown as Draft);
		await expect(engine.apply({ plan: changed, hash }, quietly())).rejects.toThrow("setup.plan-changed");
		expect([...world.things, ...world.lines]).toEqual([]);
		// A hash made to fit does not help where the words are not those of the steps' own code.
		const run = engine.apply({ plan: changed, hash: planHash(changed) }, quietly());
		if (forged) {
			await expect(run).rejects.toThrow(/setup\.(plan-changed|step-unknown)/);
			expect([...world.things, ...world.lines]).toEqual([]);
		} else expect((await run).end).toBe("done");
	}
});
