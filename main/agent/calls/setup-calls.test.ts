import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { fileEngine } from "../../../nix-installer/fixture-engine.ts";
import type { Digest } from "../../contract/ids.ts";
import { type SetupPicture, setupPictureSchema } from "../../contract/setup.ts";
import { setupCalls } from "./setup-calls.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-setup-calls-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const wanted = () =>
	["one", "two"].map((id) => ({
		id,
		type: "folder.make",
		version: 1,
		params: { path: join(folder, id), mode: 0o700 },
	}));
function open() {
	const closing = new AbortController();
	return { closing, calls: setupCalls({ engine: fileEngine(folder), wanted, closing: closing.signal }) };
}

test("runs the plan that was shown and no other, one at a time; watchers see it from first to last", async () => {
	const { calls } = open();
	const { hash } = calls.planSetup();
	await expect(calls.applySetup(`sha256:${"0".repeat(64)}` as Digest)).rejects.toThrow("setup.plan-changed");
	const seen: SetupPicture[] = [];
	const leave = new AbortController();
	const watching = (async () => {
		for await (const picture of calls.watchSetup(leave.signal)) seen.push(setupPictureSchema.parse(picture));
	})();
	const running = calls.applySetup(hash);
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
	const running = first.calls.applySetup(first.calls.planSetup().hash);
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
