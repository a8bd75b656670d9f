// What setup would do on PCs that are not this one: nothing is pretended, each part that cannot be says why and what next.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../main/contract/words.ts";
import type { PreflightReaders } from "../preflight/read-preflight.ts";
import { wantHere } from "./want-here.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-want-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const say = speaker(en, "en");
const pc = (more: Partial<PreflightReaders> = {}): PreflightReaders => ({
	platform: "linux",
	arch: "x64",
	memoryBytes: 16 * 2 ** 30,
	home: folder,
	// A folder without any program: no Nix of this machine is asked.
	env: { HOME: folder, USER: "ada", PATH: folder, HEARTH_NIX: folder },
	isThere: () => false,
	text: () => null,
	freeBytes: async () => 100 * 2 ** 30,
	...more,
});
const want = (readers: PreflightReaders, home: "this-pc" | "invite" = "this-pc") => wantHere(folder, readers)({ home });

test.each([
	["an Intel Mac", pc({ platform: "darwin", arch: "x64" }), "setup.check.intel-mac"],
	["a processor nobody supports", pc({ arch: "riscv64" }), "setup.check.processor-other"],
	["a Mac", pc({ platform: "darwin", arch: "arm64" }), "setup.cannot.this-version"],
	["Windows", pc({ platform: "win32" }), "setup.cannot.this-version"],
])("%s: no part, and each says why and what to do", async (_, readers, why) => {
	const { parts, cannot } = await want(readers);
	expect(parts).toEqual([]);
	expect(cannot.map((one) => [one.id, one.why.code])).toEqual([
		["base", why],
		["tools", why],
	]);
	for (const one of cannot) for (const words of [one.why, one.next]) expect(say(words.code, words.args)).not.toBe("");
});

test("a Linux PC without what holds the tools: it says so, and leaves no trace", async () => {
	const { parts, cannot } = await want(pc());
	expect(parts).toEqual([]);
	expect(cannot.map(({ id }) => id)).toEqual(["base", "tools"]);
	expect(cannot[0]?.why.code).toMatch(/^setup\.cannot\.store-(none|silent|half)$/);
	for (const one of cannot) for (const words of [one.why, one.next]) expect(say(words.code, words.args)).not.toBe("");
	expect(readdirSync(folder)).toEqual([]);
});

test("an invite is told apart by a note, and by nothing else", async () => {
	const [alone, invited] = [await want(pc()), await want(pc(), "invite")];
	expect(alone.notes).toEqual([]);
	expect(invited).toEqual({ ...alone, notes: [{ code: "setup.note.invite-later", args: {} }] });
});
