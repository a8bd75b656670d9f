// RFC 8785 (JCS) bytes and SHA-256 digests.
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Digest } from "../../contract/ids.ts";

/** RFC 8785 form of a JSON value. Throws on what I-JSON cannot carry (undefined, NaN, lone surrogates). */
export function canonical(value: unknown): string {
	const text = canonicalize(value);
	if (text === undefined) throw new TypeError("value has no JSON form");
	if (!text.isWellFormed()) throw new TypeError("value has a lone surrogate");
	return text;
}

/** `sha256:<hex>` of bytes or UTF-8 text. */
export function sha256(data: Uint8Array | string): Digest {
	return `sha256:${createHash("sha256").update(data).digest("hex")}` as Digest;
}
