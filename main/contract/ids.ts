// Identifiers and the small value types every other schema is built from.
import { z } from "zod";

/** Lower-case UUID, made by the requester; names one job for ever. */
export const jobIdSchema = z.uuid().brand<"JobId">();
export type JobId = z.infer<typeof jobIdSchema>;

export const grantIdSchema = z.uuid().brand<"GrantId">();
export type GrantId = z.infer<typeof grantIdSchema>;

export const receiptIdSchema = z.uuid().brand<"ReceiptId">();
export type ReceiptId = z.infer<typeof receiptIdSchema>;

/** `sha256:` and 64 lower-case hex digits: the OCI digest form (OCI image-spec, descriptor.md). */
export const digestSchema = z
	.string()
	.regex(/^sha256:[0-9a-f]{64}$/)
	.brand<"Digest">();
export type Digest = z.infer<typeof digestSchema>;

/** `ed25519:` and the raw 32-byte public key in unpadded base64url (RFC 8032, RFC 4648 section 5). */
export const publicKeySchema = z
	.string()
	.regex(/^ed25519:[A-Za-z0-9_-]{43}$/)
	.brand<"PublicKey">();
export type PublicKey = z.infer<typeof publicKeySchema>;

/** A raw 64-byte Ed25519 signature in unpadded base64url. */
export const signatureSchema = z.string().regex(/^[A-Za-z0-9_-]{86}$/);

/** Milliseconds since 1970-01-01T00:00Z; an integer below 2^53, as RFC 8785 (I-JSON) demands. */
export const epochMsSchema = z.int().nonnegative();

/** A name people give to a device or requester; printable, no control characters, at most 63 characters. */
export const nameSchema = z
	.string()
	.min(1)
	.max(63)
	.regex(/^[\p{L}\p{N}][\p{L}\p{N} ._@'-]*$/u);
