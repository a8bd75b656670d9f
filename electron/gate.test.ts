import { expect, test } from "vitest";
import { maxCallsInFlight, maxFrameLength } from "../main/contract/frame-limits.ts";
import { ProblemError } from "../main/contract/problem.ts";
import { doubleContents } from "./double/contents.ts";
import { gateStage as stage } from "./double/gate-stage.ts";
import type { SayingFrame } from "./double/main-ipc.ts";
import { doubleSession } from "./double/session.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));
const stop = ["lend", "stop"];
const viaWindow = { via: "window" };

test("lets a call of our own page through and answers it", async () => {
	const { say, call, calls, sent, notes } = stage();
	say(call(stop, viaWindow));
	await settled();
	expect(calls.map(({ path, input }) => ({ path, input }))).toEqual([{ path: "lend.stop", input: viaWindow }]);
	expect(sent).toEqual([{ kind: "answer", id: "1", output: { withdrawn: 1, stopped: [] } }]);
	expect(notes).toEqual([]);
});

const refusedSenders: [string, Partial<SayingFrame> | null, number | null, string][] = [
	["another page of the app", {}, 9999, "foreign-contents"],
	["a frame that is gone", null, null, "no-frame"],
	["a frame being taken away", { detached: true }, null, "no-frame"],
	["a frame inside the page", { parent: {} as never, frameTreeNodeId: 77 }, null, "not-main-frame"],
	["a top frame of another tree", { frameTreeNodeId: 77 }, null, "not-main-frame"],
	["a page from the web", { origin: "https://hearth.example" }, null, "foreign-origin"],
	["a page of our scheme, another host", { origin: "app://hearth.evil" }, null, "foreign-origin"],
	["a page without origin", { origin: "null" }, null, "foreign-origin"],
	["a file", { origin: "file://" }, null, "foreign-origin"],
];
test.each(refusedSenders)("does not hear %s", async (_who, frame, senderId, reason) => {
	const { say, call, calls, sent, notes, main, page } = stage();
	const spoken = frame && {
		origin: main.origin,
		parent: null,
		frameTreeNodeId: main.frameTreeNodeId,
		detached: false,
		...frame,
	};
	say(call(stop, viaWindow), spoken, { id: senderId ?? page.contents.id });
	await settled();
	expect({ calls, sent }).toEqual({ calls: [], sent: [] });
	expect(notes).toEqual([`gate refused ${reason} (1 so far)`]);
});

const good = { kind: "call", id: "1", path: stop, input: viaWindow };
const notFrames: [string, unknown, string][] = [
	["no text", { ...good }, "not-a-frame"],
	["no JSON", "{", "not-a-frame"],
	["null", "null", "not-a-frame"],
	["an unknown kind", JSON.stringify({ ...good, kind: "run" }), "not-a-frame"],
	["an unknown key", JSON.stringify({ ...good, shell: "rm" }), "not-a-frame"],
	["no id", JSON.stringify({ ...good, id: "" }), "not-a-frame"],
	["a number for an id", JSON.stringify({ ...good, id: 1 }), "not-a-frame"],
	["a path in one text", JSON.stringify({ ...good, path: "lend.stop" }), "not-a-frame"],
	["an endless path", JSON.stringify({ ...good, path: Array(9).fill("lend") }), "not-a-frame"],
	["too much", JSON.stringify({ ...good, input: "x".repeat(maxFrameLength) }), "too-long"],
];
test.each(notFrames)("drops %s", async (_what, message, reason) => {
	const { say, calls, sent, notes } = stage();
	say(message);
	await settled();
	expect({ calls, sent }).toEqual({ calls: [], sent: [] });
	expect(notes).toEqual([`gate refused ${reason} (1 so far)`]);
});

const notCalls: [string, string[], unknown, string][] = [
	["half a path", ["lend"], viaWindow, "unknown-path"],
	["a path beyond a call", ["lend", "stop", "~orpc"], viaWindow, "unknown-path"],
	["an unknown call", ["lend", "everything"], viaWindow, "unknown-path"],
	["an inherited name", ["constructor"], {}, "unknown-path"],
	["an inherited name of a group", ["lend", "toString"], {}, "unknown-path"],
	["a prototype", ["__proto__", "stop"], {}, "unknown-path"],
	["what only the shell may tell", ["shell", "observe"], { facts: null }, "unknown-path"],
	["what only the command line may open", ["window", "open"], { port: 0 }, "unknown-path"],
	["an input that does not fit", stop, {}, "bad-input"],
	["a key too many", stop, { via: "window", force: true }, "bad-input"],
	["a value out of its list", stop, { via: "robot" }, "bad-input"],
	["no input", stop, undefined, "bad-input"],
	["a draft without consent", ["lend", "on"], { draft: {} }, "bad-input"],
];
test.each(notCalls)("answers %s with a problem and asks the agent nothing", async (_what, path, input, reason) => {
	const { say, call, calls, sent, notes } = stage();
	say(call(path, input));
	await settled();
	expect(calls).toEqual([]);
	const problem = { code: "input.malformed", args: { detail: reason }, actions: [] };
	expect(sent).toEqual([{ kind: "problem", id: "1", problem }]);
	expect(notes).toEqual([`gate refused ${reason} (1 so far)`]);
});

test("hands a stream over item by item, then its end", async () => {
	const { say, call, sent } = stage();
	say(call(["status", "watch"]));
	await settled();
	expect(sent).toEqual([
		{ kind: "item", id: "1", value: "one" },
		{ kind: "item", id: "1", value: "two" },
		{ kind: "end", id: "1" },
	]);
});

test("passes on the agent's own problem; of anything else only that it happened", async () => {
	const { say, call, sent, setFailure } = stage();
	setFailure(new ProblemError("agent.not-running", {}, ["start-agent"]));
	say(call(["status", "get"]));
	await settled();
	setFailure(new Error("/home/anna/secret"));
	say(call(["status", "get"], {}, "2"));
	await settled();
	expect(sent).toEqual([
		{ kind: "problem", id: "1", problem: { code: "agent.not-running", args: {}, actions: ["start-agent"] } },
		{ kind: "problem", id: "2", problem: { code: "internal", args: {}, actions: ["retry"] } },
	]);
});

type Stage = ReturnType<typeof stage>;
const navigation = (isMainFrame: boolean, isSameDocument: boolean) => ({ isMainFrame, isSameDocument });
const endings: [string, (at: Stage) => void][] = [
	["its own cancel", (at) => at.say(JSON.stringify({ kind: "cancel", id: "1" }))],
	["the page going elsewhere", (at) => at.page.contents.emit("did-start-navigation", navigation(true, false))],
	["the page's crash", (at) => at.page.contents.emit("render-process-gone", {}, { reason: "crashed" })],
	["the window's end", (at) => at.page.die()],
];
test.each(endings)("a stream ends on the agent's side with %s, without another word", async (_what, end) => {
	const at = stage();
	at.setEndless();
	at.say(at.call(["status", "watch"]));
	await settled();
	expect(at.sent).toHaveLength(2);
	expect(at.calls[0]?.signal.aborted).toBe(false);
	end(at);
	await settled();
	expect(at.calls[0]?.signal.aborted).toBe(true);
	expect(at.sent).toHaveLength(2);
});

test("a change of page inside the window ends nothing", async () => {
	const at = stage();
	at.setEndless();
	at.say(at.call(["status", "watch"]));
	await settled();
	at.page.contents.emit("did-start-navigation", navigation(true, true));
	at.page.contents.emit("did-start-navigation", navigation(false, false));
	expect(at.calls[0]?.signal.aborted).toBe(false);
});

test("takes no second call under an id, and only so many at once", async () => {
	const at = stage();
	at.setEndless();
	for (let n = 1; n <= maxCallsInFlight; n++) at.say(at.call(["status", "get"], {}, `${n}`));
	at.say(at.call(["status", "get"], {}, "1"));
	at.say(at.call(["status", "get"], {}, "one too many"));
	await settled();
	expect(at.calls).toHaveLength(maxCallsInFlight);
	expect(at.sent).toMatchObject([{ kind: "problem", id: "one too many" }]);
	expect(at.notes).toEqual(["gate refused id-taken (1 so far)", "gate refused too-many (1 so far)"]);
});

test("counts every refusal, and writes fewer and fewer lines about them", () => {
	const at = stage();
	for (let n = 0; n < 1000; n++) at.say("{");
	expect(at.notes.at(-1)).toBe("gate refused not-a-frame (512 so far)");
	expect(at.notes).toHaveLength(10);
});

test("hears a page made anew, and no longer the one before", async () => {
	const at = stage();
	const surface = { load: async () => undefined, send: () => undefined, zoom: () => undefined, close: () => undefined };
	const next = doubleContents(doubleSession().session as never, () => surface);
	next.wentTo("app://hearth/");
	at.gate.admit(next.contents as never);
	at.say(at.call(stop, viaWindow));
	at.say(at.call(stop, viaWindow), next.contents.mainFrame, next.contents);
	await settled();
	expect(at.calls).toHaveLength(1);
	expect(at.notes).toEqual(["gate refused foreign-contents (1 so far)"]);
});
