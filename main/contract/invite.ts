// An invite: what a home gives to somebody who is to belong to it. It comes from a stranger, so its schema is closed, every
// length is capped, and what Hearth shows of it is the summary, which holds no secret.
import { z } from "zod";
import { fleetReferenceSchema } from "./fleet-reference.ts";
import { epochMsSchema, nameSchema, publicKeySchema } from "./ids.ts";
import { maxPastedLength } from "./invite-text.ts";
import { problemSchema } from "./problem.ts";

/** A key or token that works once: long enough that nobody guesses it. */
const onceSchema = z
	.string()
	.min(16)
	.max(1024)
	.regex(/^[A-Za-z0-9._~+/=-]+$/);

const host = String.raw`(?:[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9a-f:]{2,39}\])(?::\d{1,5})?`;

/** Secrets are meant to be used soon: an invite for longer than this is none. */
export const maxInviteMs = 30 * 86_400_000;

export const inviteSchema = z
	.strictObject({
		/** Who wrote it, as the person knows them; nothing proves it. */
		inviter: nameSchema,
		/** When it was made; before that it is not good. */
		from: epochMsSchema,
		/** From this instant on it is good for nothing. */
		until: epochMsSchema,
		pool: z.strictObject({
			name: nameSchema,
			/** Signs the invite. */
			publicKey: publicKeySchema,
			/** Where its queue listens. */
			address: z
				.string()
				.max(300)
				.regex(new RegExp(`^(?:tls|nats)://${host}$`)),
			/** Its certificate authority in DER, base64; null where the PC trusts it already. */
			ca: z.base64().min(4).max(4096).nullable(),
			/** Lets one device join, once. */
			enrolment: onceSchema,
		}),
		/** The home's own network; null where it has none. */
		tailnet: z
			.strictObject({
				server: z
					.string()
					.max(300)
					.regex(new RegExp(`^https://${host}$`)),
				/** Lets one device in, once. */
				key: onceSchema,
			})
			.nullable(),
		/** Where the household keeps its list of tools; null where it has none. */
		fleet: fleetReferenceSchema.nullable(),
	})
	.refine(({ from, until }) => until > from && until - from <= maxInviteMs, "good for too long, or never");
export type Invite = z.infer<typeof inviteSchema>;

/** What an invite would set up, in the order people meet it. */
export const inviteBrings = ["join", "network", "tools"] as const;

/** What may be shown, kept and logged of an invite. */
export const inviteSummarySchema = z.strictObject({
	home: nameSchema,
	inviter: nameSchema,
	from: epochMsSchema,
	until: epochMsSchema,
	/** Of the home's key: the first 32 hex digits of its SHA-256, in fours. Whoever has the key can read them out. */
	fingerprint: z.string().regex(/^[0-9a-f]{4}(?: [0-9a-f]{4}){7}$/),
	brings: z.array(z.enum(inviteBrings)).min(1).max(inviteBrings.length),
	fleet: fleetReferenceSchema.nullable(),
});
export type InviteSummary = z.infer<typeof inviteSummarySchema>;

/** A good one, or why it is not: no failure of the one who asks. */
export const inviteReadSchema = z.discriminatedUnion("good", [
	z.strictObject({ good: z.literal(true), summary: inviteSummarySchema }),
	z.strictObject({ good: z.literal(false), problem: problemSchema }),
]);
export type InviteRead = z.infer<typeof inviteReadSchema>;

/** Why a text is no invite that is good now. */
export type InviteRefusal =
	| { readonly why: "not-an-invite" | "broken" | "newer" | "too-long" }
	/** The signature holds, so that it can be said whose it is. */
	| {
			readonly why: "expired" | "early";
			readonly home: string;
			readonly inviter: string;
			readonly from: number;
			readonly until: number;
	  };

/** A link as pasted. Longer ones are refused in words, up to this. */
export const pastedInviteSchema = z.string().max(2 * maxPastedLength);
