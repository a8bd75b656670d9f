// The power fails at every journal line and every effect, one after the other; none is left to chance.
import { expect, test } from "vitest";
import { newWorld, Power, PowerCut, quietly, startEngine, type World, worldStep } from "./fixture-world.ts";

const plans = [
	[worldStep("add", "a")],
	[worldStep("replace", "a"), worldStep("replace", "b")],
	[worldStep("add", "a", "b"), worldStep("replace", "c"), worldStep("add", "d")],
	[worldStep("add", "theirs"), worldStep("add", "a", "b", "c"), worldStep("replace", "theirs"), worldStep("add", "e")],
];
const start = (): World =>
	newWorld([
		["theirs", "the person's"],
		["c", "old c"],
	]);
/** Plan 4 adds "c" together with others, so there it must not stand before. */
const worldFor = (index: number) => {
	const world = start();
	if (index === 3) world.things.delete("c");
	return world;
};
const picture = (world: World) => Object.fromEntries([...world.things].sort());

type Way = "resume" | "undo";

/** Applies `plan` with the power failing at moment `cutAt`; false when it never did. */
async function applyCut(world: World, plan: (typeof plans)[number], cutAt: number): Promise<boolean> {
	const power = new Power(cutAt);
	const engine = startEngine({ world, power });
	const result = await engine.apply(engine.plan(plan), quietly()).catch((error: unknown) => error);
	if (!power.dead) expect(result).toMatchObject({ end: "done" });
	else expect(result).toBeInstanceOf(PowerCut);
	return power.dead;
}

async function finish(world: World, plan: (typeof plans)[number], way: Way): Promise<void> {
	const engine = startEngine({ world });
	if (way === "resume") {
		await engine.apply(engine.plan(plan), quietly());
		for (const { state } of lastStates(world)) expect(["done", "adopted", "skipped"]).toContain(state);
	}
	const undone = await engine.undo(quietly());
	expect(undone.status.leftovers).toEqual([]);
}

const lastStates = (world: World) => {
	const states = new Map<string, string>();
	for (const { entry } of world.lines) if (entry.kind === "step") states.set(entry.stepId, entry.state);
	return [...states].map(([id, state]) => ({ id, state }));
};

test("cut at every moment of acting: resumes to the end, or is undone; the world is as before", async () => {
	let cuts = 0;
	let lines = 0;
	for (const [index, plan] of plans.entries()) {
		const before = picture(worldFor(index));
		for (let cutAt = 0; ; cutAt++) {
			let cut = false;
			for (const way of ["resume", "undo"] as const) {
				const world = worldFor(index);
				cut = await applyCut(world, plan, cutAt);
				if (!cut && way === "undo") lines += world.lines.length;
				await finish(world, plan, way);
				expect(picture(world), `plan ${index + 1}, moment ${cutAt}, ${way}`).toEqual(before);
			}
			if (!cut) break;
			cuts++;
		}
	}
	expect(cuts).toBeGreaterThan(2 * lines);
	console.info(`engine: power cut at ${cuts} moments around ${lines} journal lines; all resumed, all undone`);
});

test("cut at every moment of undoing, and of resuming after a cut: the next start ends it", async () => {
	let cuts = 0;
	for (const [index, plan] of plans.entries()) {
		const before = picture(worldFor(index));
		for (let cutAt = 0; ; cutAt++) {
			const world = worldFor(index);
			await applyCut(world, plan, Number.POSITIVE_INFINITY);
			const power = new Power(cutAt);
			await startEngine({ world, power })
				.undo(quietly())
				.catch(() => null);
			const next = await startEngine({ world }).resume(quietly());
			if (!power.dead) {
				expect(next.end).toBe("nothing");
				break;
			}
			cuts++;
			// Before the wish to undo was written down, the plan simply stands.
			if (next.end === "nothing") await startEngine({ world }).undo(quietly());
			expect(picture(world), `plan ${index + 1}, moment ${cutAt}`).toEqual(before);
		}
		for (let first = 1; ; first += 3) {
			let dead = false;
			for (let second = 0; ; second += 2) {
				const world = worldFor(index);
				dead = await applyCut(world, plan, first);
				const again = await applyCut(world, plan, second);
				if (again) cuts++;
				await finish(world, plan, second % 4 === 0 ? "resume" : "undo");
				expect(picture(world), `plan ${index + 1}, moments ${first} and ${second}`).toEqual(before);
				if (!again) break;
			}
			if (!dead) break;
		}
	}
	console.info(`engine: ${cuts} further cuts while undoing or resuming; all ended as if there had been none`);
});

test("what somebody else puts there between a crash and the next start is theirs, at every moment", async () => {
	let cuts = 0;
	for (const [index, plan] of plans.entries()) {
		for (const key of ["a", "b", "d", "e"]) {
			for (const way of ["resume", "undo"] as const) {
				for (let cutAt = 0; ; cutAt++) {
					const world = worldFor(index);
					const cut = await applyCut(world, plan, cutAt);
					if (!cut) break;
					if (world.things.has(key)) continue;
					cuts++;
					world.things.set(key, "newly theirs");
					const engine = startEngine({ world });
					if (way === "resume") await engine.apply(engine.plan(plan), quietly());
					await startEngine({ world }).undo(quietly());
					const wanted = { ...picture(worldFor(index)), [key]: "newly theirs" };
					expect(picture(world), `plan ${index + 1}, moment ${cutAt}, ${key}, ${way}`).toEqual(wanted);
				}
			}
		}
	}
	expect(cuts).toBeGreaterThan(100);
});
