// Ed25519 keys. Seeds are made on this PC, stored 0600 and never leave it.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import type { PublicKey } from "../../contract/ids.ts";

export interface KeyPair {
	readonly publicKey: PublicKey;
	/** Unpadded base64url of the 64-byte signature (RFC 8032). */
	sign(data: Uint8Array | string): string;
}

const spkiPrefix = Buffer.from("302a300506032b6570032100", "hex");

/** A fresh key that lives in memory only. */
export function newKeyPair(): KeyPair {
	return keyPair(generateKeyPairSync("ed25519").privateKey);
}

/**
 * Reads the PKCS#8 PEM at `path`, or makes it (0600) when there is none; a caller alone at a time. The file appears whole
 * or not at all, so a full disk or a power loss cannot leave half a key. Throws when it is unreadable or not Ed25519.
 */
export function openKeyPair(path: string): KeyPair {
	if (!existsSync(path)) makeKeyFile(path);
	const key = createPrivateKey(readFileSync(path));
	if (key.asymmetricKeyType !== "ed25519") throw new Error(`${path} is not an Ed25519 key`);
	return keyPair(key);
}

function makeKeyFile(path: string): void {
	const pem = generateKeyPairSync("ed25519").privateKey.export({ type: "pkcs8", format: "pem" });
	const half = `${path}.new`;
	try {
		writeFileSync(half, pem, { mode: 0o600, flush: true });
		renameSync(half, path);
	} catch (error) {
		rmSync(half, { force: true });
		throw error;
	}
}

function keyPair(privateKey: KeyObject): KeyPair {
	const spki = createPublicKey(privateKey).export({ type: "spki", format: "der" });
	return {
		publicKey: `ed25519:${spki.subarray(spkiPrefix.length).toString("base64url")}` as PublicKey,
		sign: (data) => sign(null, Buffer.from(data), privateKey).toString("base64url"),
	};
}

/** True only for a valid signature of `data`; malformed keys or signatures are false, never an exception. */
export function verifySignature(publicKey: PublicKey, data: Uint8Array | string, signature: string): boolean {
	try {
		const raw = Buffer.from(publicKey.slice("ed25519:".length), "base64url");
		const key = createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: "der", type: "spki" });
		return verify(null, Buffer.from(data), key, Buffer.from(signature, "base64url"));
	} catch {
		return false;
	}
}
