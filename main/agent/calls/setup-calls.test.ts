import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileEngine } from "../../../nix-installer/fixture-engine.ts";
import type { WantSetup } from "../../../nix-installer/plans/setup-plan.ts";
import { leaveStage, newStage, startWindows, wantedOn } from "../../../nix-installer/steps/windows/fixture-stage.ts";
import { newWindows, restart } from "../../../nix-installer/steps/windows/fixture-windows.ts";
import type { Digest } from "../../contract/ids.ts";
import { type SetupPartId, type SetupPicture, setupPictureSchema, shownSetupSchema } from "../../contract/setup.ts";
import { leaked, testInvite } from "../../tools/crypto/fixture-invite.ts";
import { setupCalls } from "./setup-calls.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-setup-calls-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const choices = { home: "this-pc" } as const;
const make = (id: string) => ({ id, type: "folder.make", version: 1, params: { path: join(folder, id), mode: 0o700 } });
const want: WantSetup = async () => ({
	parts: [
		{ id: "base", needs: [], steps: [make("one")] },
		{ id: "tools", needs: ["base"], steps: [make("two")] },
	],
	cannot: [],
	checks: [],
	notes: [],
});
const all: SetupPartId[] = ["base", "tools"];
function open() {
	const closing = new AbortController();
	return {
		closing,
		calls: setupCalls({ engine: fileEngine(folder), want, closing: closing.signal, now: () => 1_800_000_000_000 }),
	};
}

test("runs the plan that was shown and no other, one at a time; watchers see it from first to last", async () => {
	const { calls } = open();
	const { hash, parts, plan } = shownSetupSchema.parse(await calls.planSetup(choices));
	expect([parts.map(({ id }) => id), plan.steps.map(({ id }) => id)]).toEqual([all, ["base.one", "tools.two"]]);
	for (const wrong of [
		{ choices, hash: `sha256:${"0".repeat(64)}` as Digest, parts: all },
		{ choices, hash, parts: ["tools"] as SetupPartId[] },
		{ choices, hash, parts: ["base", "containers"] as SetupPartId[] },
	]) {
		await expect(calls.applySetup(wrong)).rejects.toThrow("setup.plan-changed");
	}
	expect(readdirSync(folder)).toEqual([]);
	const seen: SetupPicture[] = [];
	const leave = new AbortController();
	const watching = (async () => {
		for await (const picture of calls.watchSetup(leave.signal)) seen.push(setupPictureSchema.parse(picture));
	})();
	const running = calls.applySetup({ choices, hash, parts: all });
	await expect(calls.undoSetup()).rejects.toThrow("setup.busy");
	expect((await running).end).toBe("done");
	expect(existsSync(join(folder, "two"))).toBe(true);
	await expect.poll(() => seen.at(-1)).toMatchObject({ working: false, progress: null, status: { phase: "done" } });
	leave.abort();
	await watching;
	expect(seen[0]).toMatchObject({ status: { phase: "none" } });
	expect((await calls.undoSetup()).status).toMatchObject({ phase: "none", leftovers: [] });
});

test("a cancelled run can be resumed, also by the next agent; one that ends takes its work to a safe point", async () => {
	const first = open();
	const { hash } = await first.calls.planSetup(choices);
	const running = first.calls.applySetup({ choices, hash, parts: all });
	first.calls.cancelSetup();
	expect((await running).end).toBe("cancelled");
	const again = first.calls.resumeSetup();
	first.closing.abort();
	expect((await again).end).toBe("cancelled");
	const next = open();
	expect(next.calls.setupPicture()).toMatchObject({ working: false, status: { phase: "unfinished" } });
	expect((await next.calls.resumeSetup()).end).toBe("done");
	expect(existsSync(join(folder, "two"))).toBe(true);
});

test("runs only the parts that were agreed to; the others can follow later", async () => {
	const { calls } = open();
	const { hash } = await calls.planSetup(choices);
	expect((await calls.applySetup({ choices, hash, parts: ["base"] })).end).toBe("done");
	expect(readdirSync(folder).sort()).toEqual(["one", "setup"]);
	expect((await calls.applySetup({ choices, hash, parts: all })).end).toBe("done");
	expect(calls.setupPicture()).toMatchObject({ last: "done", standing: [{ id: "tools.two" }, { id: "base.one" }] });
	expect((await calls.undoSetup()).end).toBe("undone");
	expect(readdirSync(folder)).toEqual(["setup"]);
});

test("after a restart the next agent goes on by itself, and watchers see it; without one it waits", async () => {
	const stage = newStage(newWindows());
	const wantThere: WantSetup = async () => ({
		parts: [{ id: "base", needs: [], steps: wantedOn(stage) }],
		cannot: [],
		checks: [],
		notes: [],
	});
	const agent = (closing = new AbortController()) => ({
		closing,
		calls: setupCalls({ engine: startWindows(stage), want: wantThere, closing: closing.signal, now: () => 1 }),
	});
	try {
		const { calls } = agent();
		const { hash } = await calls.planSetup(choices);
		expect((await calls.applySetup({ choices, hash, parts: ["base"] })).end).toBe("restart");
		expect(calls.setupPicture()).toMatchObject({ last: "restart", working: false, status: { phase: "restart" } });
		// The person signed in again without a restart, which used up the call.
		const called = { ...stage.windows.runOnce };
		stage.windows.runOnce = {};
		expect(await agent().calls.goOnAfterRestart()).toBeNull();
		expect(stage.windows.runOnce).toEqual(called);
		restart(stage.windows);
		stage.bootedAt += 3_600_000;
		const ending = agent();
		ending.closing.abort();
		expect(await ending.calls.goOnAfterRestart()).toBeNull();
		const next = agent();
		const seen = next.calls.watchSetup(next.closing.signal);
		const going = next.calls.goOnAfterRestart();
		expect((await seen.next()).value).toMatchObject({ working: true });
		expect((await going)?.end).toBe("done");
		expect(await agent().calls.goOnAfterRestart()).toBeNull();
		expect(stage.windows.runOnce).toEqual({});
		next.closing.abort();
	} finally {
		leaveStage(stage);
	}
});

test("an invite is read by the agent, whoever asks: the summary alone comes back, and a bad one changes nothing", async () => {
	const { calls } = open();
	const now = 1_800_000_000_000;
	const given = testInvite(now);
	const good = { home: "invite", link: given.link } as const;
	expect(calls.readInvite(given.link)).toMatchObject({
		good: true,
		summary: { home: "Linden home", brings: ["join", "network", "tools"] },
	});
	const shown = shownSetupSchema.parse(await calls.planSetup(good));
	expect(shown.choices).toMatchObject({ home: "invite", invite: { inviter: "Rowan" } });
	for (const [link, code] of [
		[testInvite(now - 86_400_000).link, "setup.invite-expired"],
		[given.link.slice(0, -1), "setup.invite-broken"],
	] as const) {
		const bad = { home: "invite", link } as const;
		expect(calls.readInvite(link)).toMatchObject({ good: false, problem: { code } });
		await expect(calls.planSetup(bad)).rejects.toMatchObject({ problem: { code } });
		await expect(calls.applySetup({ choices: bad, hash: shown.hash, parts: all })).rejects.toMatchObject({
			problem: { code },
		});
	}
	expect(calls.setupPicture()).toMatchObject({ working: false, status: { phase: "none" } });
	expect(readdirSync(folder)).toEqual([]);
	expect((await calls.applySetup({ choices: good, hash: shown.hash, parts: all })).end).toBe("done");
	const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
	const kept = files.map((one) => readFileSync(join(one.parentPath, one.name), "utf8"));
	expect(kept.length).toBeGreaterThan(0);
	expect(leaked(given, ...kept, JSON.stringify([shown, calls.setupPicture()]))).toEqual([]);
});
