// Stopping, other versions, later plans, and what is told meanwhile.
import { expect, test } from "vitest";
import type { SetupEvent } from "../../main/contract/setup.ts";
import { fakeClock } from "../../main/tools/clock/fake.ts";
import { newWorld, Power, quietly, startEngine, worldStep, worldTypes } from "./fixture-world.ts";
import type { StepType } from "./step.ts";

const types = (world: ReturnType<typeof newWorld>) => worldTypes(world, new Power());

test("cancelled between steps: the rest waits, and resuming or undoing goes on from there", async () => {
	for (const way of ["resume", "undo"] as const) {
		const world = newWorld();
		const engine = startEngine({ world });
		const stop = new AbortController();
		const onEvent = (event: SetupEvent) => {
			if (event.kind === "state" && event.step.state === "done") stop.abort();
		};
		const plan = engine.plan([worldStep("add", "a"), worldStep("add", "b")]);
		const cut = await engine.apply(plan, quietly(onEvent, stop));
		expect(cut).toMatchObject({ end: "cancelled", status: { phase: "unfinished" } });
		expect([...world.things.keys()]).toEqual(["a"]);
		const next = await engine[way](quietly());
		expect(next.end).toBe(way === "resume" ? "done" : "undone");
		expect([...world.things.keys()]).toEqual(way === "resume" ? ["a", "b"] : []);
	}
});

test("cancelled inside an act: the step gets the signal, nothing counts as failed by itself, and undo cleans up", async () => {
	const world = newWorld();
	const stop = new AbortController();
	const slow: StepType[] = types(world).map((type) => ({
		...type,
		open: (params) => {
			const step = type.open(params);
			const act: typeof step.act = async (context) => {
				await step.act(context);
				await new Promise((_, reject) => {
					context.signal.addEventListener("abort", () => reject(new Error("stopped")));
					stop.abort();
				});
			};
			return { ...step, act };
		},
	}));
	const engine = startEngine({ world, types: slow });
	const result = await engine.apply(engine.plan([worldStep("add", "a")]), quietly(undefined, stop));
	expect(result).toMatchObject({ end: "cancelled", why: { code: "setup.fault.cancelled" } });
	expect((await engine.undo(quietly())).end).toBe("undone");
	expect(world.things.size).toBe(0);
});

test("cancelled while undoing: asked again, it ends", async () => {
	const world = newWorld();
	const engine = startEngine({ world });
	await engine.apply(engine.plan([worldStep("add", "a"), worldStep("add", "b")]), quietly());
	const stop = new AbortController();
	const cut = await engine.undo(quietly((event) => event.kind === "state" && stop.abort(), stop));
	expect(cut).toMatchObject({ end: "cancelled", status: { phase: "undoing" } });
	const other = engine.plan([worldStep("add", "c")]);
	await expect(engine.apply(other, quietly())).rejects.toThrow("setup.unfinished");
	expect((await engine.resume(quietly())).status.phase).toBe("none");
	expect(world.things.size).toBe(0);
});

test("an older version of a step undoes what it did; a version nobody knows is left and named, until one is known", async () => {
	const world = newWorld();
	const old = startEngine({ world });
	await old.apply(old.plan([worldStep("add", "a"), worldStep("replace", "b")]), quietly());
	const onlyReplace = types(world).filter(({ type }) => type === "world.replace");
	const newer = onlyReplace.map((type) => ({ ...type, version: 2 }));
	const without = startEngine({ world, types: [...onlyReplace, ...newer] });
	const left = await without.undo(quietly());
	expect(left.status).toMatchObject({
		phase: "leftover",
		leftovers: [{ stepId: "add-a", what: { code: "setup.left.unknown-step" }, remove: { code: "setup.by-hand.file" } }],
	});
	expect([...world.things.keys()]).toEqual(["a"]);
	expect((await startEngine({ world }).undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
	expect(world.things.size).toBe(0);
	const unknown = startEngine({ world, types: [] });
	await expect(unknown.apply(old.plan([worldStep("add", "a")]), quietly())).rejects.toThrow("setup.step-unknown");
});

test("a later plan skips what an earlier one did; undo takes back both, newest first", async () => {
	const world = newWorld([["kept", "the person's"]]);
	const engine = startEngine({ world });
	await engine.apply(engine.plan([worldStep("add", "a"), worldStep("replace", "kept")]), quietly());
	const second = [worldStep("add", "a"), worldStep("add", "b"), worldStep("replace", "kept")];
	const result = await engine.apply(engine.plan(second), quietly());
	expect(result.status.steps.filter(({ run }) => run === 2).map(({ state }) => state)).toEqual([
		"skipped",
		"done",
		"skipped",
	]);
	const order: string[] = [];
	await engine.undo(
		quietly((event) => event.kind === "state" && event.step.state === "undone" && order.push(event.step.id)),
	);
	expect(order).toEqual(["add-b", "replace-kept", "add-a"]);
	expect([...world.things]).toEqual([["kept", "the person's"]]);
});

test("a plan that stopped before its first act gives way to another; one that acted does not", async () => {
	const world = newWorld([["b1", "the person's"]]);
	const engine = startEngine({ world });
	const blocked = engine.plan([worldStep("add", "a"), worldStep("add", "b1", "b2")]);
	expect(await engine.apply(blocked, quietly())).toMatchObject({ end: "failed", why: { code: "setup.found.file" } });
	expect(world.things.has("a")).toBe(false);
	world.faults.set("c", { before: 0, half: 0, after: 1, undo: 0 });
	const half = engine.plan([worldStep("add", "c")]);
	expect((await engine.apply(half, quietly())).end).toBe("failed");
	await expect(engine.apply(engine.plan([worldStep("add", "a")]), quietly())).rejects.toThrow("setup.unfinished");
	expect((await engine.apply(half, quietly())).end).toBe("done");
});

test("progress: step n of m in words, percent that grows to 100, and a word when it takes longer than usual", async () => {
	const world = newWorld();
	const clock = fakeClock();
	const waiting: StepType[] = types(world).map((type) => ({
		...type,
		open: (params) => {
			const step = type.open(params);
			const act: typeof step.act = async (context) => {
				context.report({ done: 1, total: 4 });
				for (let second = 0; second < 6; second++) clock.advance(1000);
				await step.act(context);
			};
			return { ...step, act };
		},
	}));
	const events: SetupEvent[] = [];
	const engine = startEngine({ world, types: waiting, clock });
	await engine.apply(
		engine.plan([worldStep("add", "a"), worldStep("add", "b")]),
		quietly((event) => events.push(event)),
	);
	const told = events.flatMap((event) => (event.kind === "progress" ? [event.progress] : []));
	expect(told[0]).toMatchObject({
		step: 1,
		of: 2,
		percent: 0,
		longerThanUsual: false,
		what: { code: "setup.step.write-file" },
	});
	expect(told.some(({ longerThanUsual, step }) => longerThanUsual && step === 1)).toBe(true);
	expect(told.some(({ bytes }) => bytes?.done === 1 && bytes.total === 4)).toBe(true);
	expect(told.map(({ percent }) => percent)).toEqual(told.map(({ percent }) => percent).sort((a, b) => a - b));
	expect(told.at(-1)).toMatchObject({ percent: 100, what: null });
	const count = events.length;
	clock.advance(60_000);
	expect(events).toHaveLength(count);
});
