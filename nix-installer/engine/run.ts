// Acts, step by step, on a plan that was accepted; also after a crash, from whatever the journal says.
import type { SetupWords } from "../../main/contract/setup.ts";
import { canonical } from "../../main/tools/crypto/canonical.ts";
import { type Item, isSettled, type Run } from "./fold.ts";
import { isRestart, restartNeeded, restartThenStart } from "./restart-words.ts";
import type { Probe, Step } from "./step.ts";
import { faultWords, type Work } from "./work.ts";

export interface Outcome {
	readonly end: "done" | "failed" | "cancelled" | "restart";
	readonly why: SetupWords | null;
}

const done: Outcome = { end: "done", why: null };
const cancelled: Outcome = { end: "cancelled", why: null };

/**
 * Brings every step of `run` to done, adopted or skipped, in order, or stops at the first that fails or must wait for the
 * PC to restart. Everything is
 * looked for, and what was there before us is journaled as adopted, before the first act of the run. Every step of the
 * run is known to the registry.
 */
export async function carryOn(work: Work, run: Run): Promise<Outcome> {
	const todo = run.items.filter((item) => !isSettled(item));
	if (!run.items.some(({ acted }) => acted)) {
		for (const item of todo) {
			if (work.signal.aborted) return cancelled;
			const why = await survey(work, item);
			if (why) return fail(work, item, why);
		}
	}
	work.pace.start(run.items);
	try {
		for (const item of run.items) {
			if (!isSettled(work.now(item))) {
				if (work.signal.aborted) return cancelled;
				work.pace.begin(item);
				const why = await bringAbout(work, work.now(item));
				// A no to the administrator question is no failure: nothing was changed, and it can be asked again.
				const saidNo = why?.code === "setup.fault.declined";
				if (why) return work.signal.aborted || saidNo ? { ...cancelled, why } : { end: endOf(why), why };
			}
			work.pace.end(item);
		}
		// Also when it was not needed after all, e.g. because the person went on by hand.
		await attempt(async () => (await work.tools.comeBack?.forget(aside(work))) ?? null);
		return done;
	} finally {
		work.pace.stop();
	}
}

/** Looks for one step's thing while nothing of this run has been touched. Gives what stands in the way, or null. */
async function survey(work: Work, item: Item): Promise<SetupWords | null> {
	if (item.surveyed && item.state === "planned") return null;
	const twin = standingTwin(work, item);
	try {
		if (twin && (await open(work, item).probe(work.context(twin))).found === "ours") {
			work.mark(item, "skipped");
			return null;
		}
		const probe = await open(work, item).probe(work.context(item));
		return decideFresh(work, item, probe, () => work.mark(item, "planned"));
	} catch (error) {
		return faultWords(error);
	}
}

/** The same thing, done by an earlier plan that still stands: that plan undoes it. */
function standingTwin(work: Work, item: Item): Item | null {
	const meaning = ({ step: { id, type, version, params } }: Item) => canonical({ id, type, version, params });
	const earlier = work.past().runs.filter(({ run }) => run < item.run);
	const twins = earlier.flatMap(({ items }) => items.filter((one) => one.acted && one.state === "done"));
	return twins.findLast((one) => meaning(one) === meaning(item)) ?? null;
}

/** For a step that never acted: nothing found can be ours. Gives what stands in the way, or null. */
function decideFresh(work: Work, item: Item, probe: Probe, onAbsent: () => void): SetupWords | null {
	switch (probe.found) {
		case "absent":
			onAbsent();
			return null;
		case "theirs":
			work.mark(item, "adopted", { detail: probe.detail });
			return null;
		case "blocked":
			return probe.detail;
		case "ours":
		case "partial":
			return { code: "setup.fault.in-the-way", args: {} };
	}
}

/** Gives why it failed, which is then journaled, or null. A journal that cannot be written to throws. */
async function bringAbout(work: Work, item: Item): Promise<SetupWords | null> {
	const step = open(work, item);
	const context = work.context(item);
	const why = await attempt(async () => {
		const probe = await step.probe(context);
		if (!item.acted) return decideFresh(work, item, probe, () => work.mark(item, "acting"));
		if (probe.found === "blocked") return probe.detail;
		if (probe.found === "ours") work.mark(item, "done");
		// Our act never took hold, and somebody else made it since. Our own half-made pieces go first.
		else if (probe.found === "theirs") {
			await step.undo(context);
			work.mark(item, "adopted", { detail: probe.detail });
		} else work.mark(item, "acting");
		return null;
	});
	if (why) return (await fail(work, item, why)).why;
	if (work.now(item).state !== "acting") return null;
	const fault = await attempt(async () => {
		await step.act(context);
		const after = await step.probe(context);
		return after.found === "ours" ? null : { code: "setup.fault.not-there", args: {} };
	});
	if (fault) return (await fail(work, item, fault)).why;
	work.mark(item, "done");
	return null;
}

async function attempt(work: () => Promise<SetupWords | null>): Promise<SetupWords | null> {
	try {
		return await work();
	} catch (error) {
		return faultWords(error);
	}
}

const endOf = (why: SetupWords) => (isRestart(why) ? "restart" : "failed");

const aside = ({ tools: { run }, signal }: Work) => ({ run, signal });

async function fail(work: Work, item: Item, why: SetupWords): Promise<Outcome> {
	if (isRestart(why) && !work.signal.aborted) return wait(work, item);
	const detail = work.signal.aborted ? { code: "setup.fault.cancelled", args: {} } : why;
	work.mark(item, "failed", { detail });
	return { end: work.signal.aborted ? "cancelled" : "failed", why: detail };
}

/** Hearth is called back first: a power cut in between leaves a step that was cut off, never one that nobody returns to. */
async function wait(work: Work, item: Item): Promise<Outcome> {
	let comes = false;
	await attempt(async () => {
		comes = (await work.tools.comeBack?.ask(aside(work))) ?? false;
		return null;
	});
	const detail = comes ? restartNeeded : restartThenStart;
	work.mark(item, "waiting", { detail });
	return { end: "restart", why: detail };
}

function open(work: Work, { step }: Item): Step {
	const found = work.tools.registry.find(step);
	if (!found) throw new Error(`no code for step ${step.id} (${step.type}@${step.version})`);
	return found;
}
