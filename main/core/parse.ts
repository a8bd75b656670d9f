// Turns hostile input into a signed job or into the reason why it is none. Never throws, whatever it is given.
import type { z } from "zod";
import { maxJobBytes, type SignedJob, signedJobSchema } from "../contract/job.ts";
import type { Problem, ProblemCode } from "../contract/problem.ts";

export type Parsed =
	| { readonly ok: true; readonly signed: SignedJob }
	| { readonly ok: false; readonly code: ProblemCode; readonly args: Problem["args"] };

/**
 * Reads JSON text, or a value that came out of JSON. Codes: job.too-large (over maxJobBytes as UTF-8), job.unsigned,
 * job.bad-signature (not the form of one), job.unknown-key {key}, job.malformed {where}. The signature is not checked
 * here. The signed job handed back is a copy.
 */
export function parseSignedJob(input: unknown): Parsed {
	let value: unknown;
	try {
		const text = typeof input === "string" ? input : JSON.stringify(input);
		if (text === undefined) return refuse("job.malformed", "");
		if (utf8Bytes(text) > maxJobBytes) return { ok: false, code: "job.too-large", args: { maxBytes: maxJobBytes } };
		value = JSON.parse(text, refuseLoneSurrogates);
	} catch {
		return refuse("job.malformed", "");
	}
	const read = signedJobSchema.safeParse(value);
	if (read.success) return { ok: true, signed: read.data };
	if (isUnsigned(value)) return { ok: false, code: "job.unsigned", args: {} };
	return fault(read.error.issues);
}

function fault(issues: readonly z.core.$ZodIssue[]): Parsed {
	for (const issue of issues) {
		if (issue.code === "unrecognized_keys") {
			const key = [...issue.path, issue.keys[0] ?? ""].join(".").slice(0, 200);
			return { ok: false, code: "job.unknown-key", args: { key } };
		}
	}
	const where = issues[0]?.path.join(".") ?? "";
	if (where === "signature") return { ok: false, code: "job.bad-signature", args: {} };
	return refuse("job.malformed", where.slice(0, 200));
}

function refuse(code: ProblemCode, where: string): Parsed {
	return { ok: false, code, args: { where } };
}

/** A job with no signature beside it, wrapped or bare. */
function isUnsigned(value: unknown): boolean {
	if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
	const fields = value as Record<string, unknown>;
	const bare = "requester" in fields && "class" in fields;
	return (bare || typeof fields.job === "object") && !fields.signature;
}

/** RFC 8785 cannot carry half a surrogate pair, so no signature over one can exist. */
function refuseLoneSurrogates(key: string, value: unknown): unknown {
	if (!key.isWellFormed() || (typeof value === "string" && !value.isWellFormed()))
		throw new TypeError("lone surrogate");
	return value;
}

function utf8Bytes(text: string): number {
	if (text.length > maxJobBytes) return text.length;
	let bytes = 0;
	for (const character of text) {
		const point = character.codePointAt(0) ?? 0;
		bytes += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
	}
	return bytes;
}
