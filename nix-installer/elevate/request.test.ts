// What the helper believes: exactly the bytes the person saw, in a file that only the person could have written.
import { createHash } from "node:crypto";
import { chmodSync, linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { elevatedActSchema } from "./elevated.ts";
import { acceptRequest, personAsked, Refusal, readRequest } from "./request.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-request-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const me = process.getuid?.() ?? null;
const digest = (text: string) => createHash("sha256").update(text).digest("hex");
const read = (text: string, sha256 = digest(text)) => acceptRequest(Buffer.from(text), sha256);
const readFile = (text: string, sha256 = digest(text)) => {
	const path = join(folder, "request.json");
	writeFileSync(path, text, { mode: 0o600 });
	return readRequest(path, sha256, me);
};
const good = { v: 1, parent: 5, acts: [{ verb: "uninstall" }] };
const pinned = { path: "/home/ada/nix-installer", sha256: "a".repeat(64) };
const store = `/nix/store/${"0".repeat(32)}-darwin-system`;

test("an honest request is read", () => {
	expect(readFile(JSON.stringify(good))).toEqual(good);
});

test("not one byte may differ from what was seen", () => {
	const text = JSON.stringify(good);
	fc.assert(
		fc.property(fc.nat({ max: text.length - 1 }), fc.integer({ min: 32, max: 126 }), (at, code) => {
			const changed = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
			fc.pre(changed !== text);
			expect(() => read(changed, digest(text))).toThrow(Refusal);
		}),
	);
	expect(() => readFile(text, "")).toThrow("no digest");
	expect(() => readRequest("request.json", digest(text), me)).toThrow("whole path");
});

test("a verb, a key or a value that is not on the list is refused, also under its own digest", () => {
	const acts = [
		{ verb: "uninstall" },
		{ verb: "plan", installer: pinned, planner: "linux", settings: {} },
		{ verb: "install-plan", installer: pinned, plan: { actions: ["a"] } },
		{ verb: "activate-darwin", system: store },
		{ verb: "wsl-components-remove", features: ["VirtualMachinePlatform"] },
	];
	for (const act of acts) expect(elevatedActSchema.safeParse(act).success).toBe(true);
	const word = fc.string({ minLength: 1, maxLength: 12 });
	const known = new Set(["path", "sha256", "actions", "sslCertFile", "proxy", "buildGroupId"]);
	fc.assert(
		fc.property(fc.constantFrom(...acts), word, fc.anything(), (act, key, value) => {
			fc.pre(!known.has(key) && !Object.hasOwn(act, key) && key !== "__proto__");
			fc.pre(JSON.stringify(value) !== undefined);
			const extra = JSON.stringify({ ...good, acts: [{ ...act, [key]: value }] });
			expect(() => read(extra)).toThrow(Refusal);
			const nested = JSON.stringify({ ...good, [key]: value });
			fc.pre(!Object.hasOwn(good, key));
			expect(() => read(nested)).toThrow(Refusal);
		}),
		{ numRuns: 100 },
	);
	const verbs = new Set<string>(elevatedActSchema.options.map(({ shape }) => shape.verb.value));
	fc.assert(
		fc.property(word, (verb) => {
			fc.pre(!verbs.has(verb));
			expect(() => read(JSON.stringify({ ...good, acts: [{ verb }] }))).toThrow(Refusal);
		}),
	);
});

test.each([
	{ verb: "activate-darwin", system: `${store}/../../../../tmp/evil` },
	{ verb: "activate-darwin", system: `${store}/activate` },
	{ verb: "activate-darwin", system: "/tmp/evil" },
	{ verb: "activate-darwin", system: `${store}\n/tmp/evil` },
	{ verb: "gpu-setup", setup: "/nix/store/../tmp" },
	{ verb: "install-plan", installer: { ...pinned, path: "relative" }, plan: { actions: ["a"] } },
	{ verb: "install-plan", installer: { ...pinned, sha256: "A".repeat(64) }, plan: { actions: ["a"] } },
	{ verb: "install-plan", installer: pinned, plan: { actions: [] } },
	{ verb: "plan", installer: pinned, planner: "--explain", settings: {} },
	{ verb: "plan", installer: pinned, planner: "linux", settings: { proxy: "http://user:pass@host" } },
	{ verb: "plan", installer: pinned, planner: "linux", settings: { proxy: "http://h --evil" } },
	{ verb: "plan", installer: pinned, planner: "linux", settings: { sslCertFile: "--evil" } },
	{ verb: "install-package", file: pinned, team: "evil" },
	{ verb: "wsl-components-remove", features: ["Everything"] },
])("refused: %j", (act) => {
	expect(() => read(JSON.stringify({ ...good, acts: [act] }))).toThrow(Refusal);
});

test("nothing but such JSON gets through", () => {
	fc.assert(
		fc.property(
			fc.oneof(
				fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.stringify(value)),
				fc.string(),
				fc.string({ unit: "binary" }),
			),
			(text) => {
				expect(() => read(text)).toThrow(Refusal);
			},
		),
		{ numRuns: 40 },
	);
	expect(() => readFile(`${JSON.stringify(good)}${" ".repeat(70_000)}`)).toThrow("too long");
	expect(() => read(JSON.stringify({ ...good, acts: [] }))).toThrow(Refusal);
	expect(() => read(JSON.stringify({ ...good, acts: Array(9).fill({ verb: "uninstall" }) }))).toThrow(Refusal);
});

test.skipIf(process.platform === "win32")("a file that others could have written is refused", () => {
	const text = JSON.stringify(good);
	const path = join(folder, "request.json");
	writeFileSync(path, text, { mode: 0o600 });
	const again = (at = path) => readRequest(at, digest(text), me);
	expect(again()).toEqual(good);
	for (const mode of [0o620, 0o602]) {
		chmodSync(path, mode);
		expect(() => again()).toThrow("changed by others");
	}
	chmodSync(path, 0o600);
	expect(() => readRequest(path, digest(text), (me ?? 0) + 1)).toThrow("somebody else");
	chmodSync(folder, 0o777);
	expect(() => again()).toThrow("changed by others");
	chmodSync(folder, 0o700);
	symlinkSync(path, join(folder, "link"));
	expect(() => again(join(folder, "link"))).toThrow("ELOOP");
	mkdirSync(join(folder, "folder"));
	expect(() => again(join(folder, "folder"))).toThrow("plain file");
	linkSync(path, join(folder, "second"));
	expect(() => again()).toThrow("plain file");
});

test("who was asked is the system's word", () => {
	expect(personAsked({ PKEXEC_UID: "1000" }, "linux", 0)).toBe(1000);
	expect(personAsked({ SUDO_UID: "501" }, "darwin", 0)).toBe(501);
	expect(personAsked({}, "linux", 0)).toBe(0);
	expect(personAsked({ PKEXEC_UID: "1000" }, "win32", null)).toBeNull();
	for (const odd of ["", "-1", "0x0", "1 ", "root"]) {
		expect(() => personAsked({ PKEXEC_UID: odd }, "linux", 0)).toThrow(Refusal);
	}
});
