import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { newKeyPair, openKeyPair, verifySignature } from "./keys.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it("makes a key once, for its owner's eyes only, and opens the same one again", () => {
	const path = join(folder, "device.key");
	const made = openKeyPair(path);
	const again = openKeyPair(path);
	expect(again.publicKey).toBe(made.publicKey);
	expect(verifySignature(made.publicKey, "text", again.sign("text"))).toBe(true);
	expect(readdirSync(folder)).toEqual(["device.key"]);
	if (process.platform !== "win32") expect(statSync(path).mode & 0o777).toBe(0o600);
});

it("leaves nothing behind where it cannot write", () => {
	expect(() => openKeyPair(join(folder, "missing", "device.key"))).toThrow("ENOENT");
	expect(readdirSync(folder)).toEqual([]);
});

it("refuses what is no Ed25519 key and leaves it as it is", () => {
	const path = join(folder, "device.key");
	for (const text of ["", "not a key"]) {
		writeFileSync(path, text);
		expect(() => openKeyPair(path)).toThrow();
		expect(readFileSync(path, "utf8")).toBe(text);
	}
});

it("takes no signature of another text or key, and no malformed one", () => {
	const [mine, other] = [newKeyPair(), newKeyPair()];
	const signature = mine.sign("text");
	expect(verifySignature(mine.publicKey, "text", signature)).toBe(true);
	expect(verifySignature(mine.publicKey, "texts", signature)).toBe(false);
	expect(verifySignature(other.publicKey, "text", signature)).toBe(false);
	expect(verifySignature(mine.publicKey, "text", signature.slice(1))).toBe(false);
	expect(verifySignature("ed25519:short" as typeof mine.publicKey, "text", signature)).toBe(false);
});
