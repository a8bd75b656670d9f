// Invites as links: `hearth://join#v1.PAYLOAD.SIGNATURE`. The payload is canonical JSON (RFC 8785), the signature the
// pool's own Ed25519 key's. It shows that nothing was changed since the link was made; who made it, it cannot show.
import type { PublicKey } from "../../contract/ids.ts";
import { type Invite, type InviteRefusal, type InviteSummary, inviteSchema } from "../../contract/invite.ts";
import { inviteStart, maxInviteLength, maxPastedLength, tidyInvite } from "../../contract/invite-text.ts";
import { canonical, sha256 } from "./canonical.ts";
import { type KeyPair, verifySignature } from "./keys.ts";

const version = "v1";
/** Clocks of two PCs differ. */
const slackMs = 5 * 60_000;

/** A prefix of its own, as in signed.ts: the version stands in it, so that it cannot be changed either. */
const signedText = (payload: string) => `hearth-invite-${version}\0${payload}`;

export type InviteReading =
	| { readonly ok: true; readonly summary: InviteSummary }
	| { readonly ok: false; readonly refusal: InviteRefusal };

/** The link of an invite. Throws on what no reader would take: a bad field, another key than the pool's, too much. */
export function writeInvite(invite: Invite, key: KeyPair): string {
	const payload = canonical(inviteSchema.parse(invite));
	if (invite.pool.publicKey !== key.publicKey) throw new TypeError("the key is not the pool's");
	const link = `${inviteStart}${version}.${Buffer.from(payload).toString("base64url")}.${key.sign(signedText(payload))}`;
	if (link.length > maxInviteLength) throw new TypeError("the invite is too long");
	return link;
}

/**
 * Reads what a person has pasted: gaps and line breaks of a mail are no harm, any other change is. Total. What comes back
 * holds no secret. `now` in milliseconds since 1970.
 */
export function readInvite(text: string, now: number): InviteReading {
	const refuse = (why: "not-an-invite" | "broken" | "newer" | "too-long"): InviteReading => ({
		ok: false,
		refusal: { why },
	});
	const link = tidyInvite(text);
	if (!link.startsWith(inviteStart)) return refuse("not-an-invite");
	if (text.length > maxPastedLength || link.length > maxInviteLength) return refuse("too-long");
	const [, made, payload = "", signature = ""] =
		/^v(\d{1,4})\.([A-Za-z0-9_-]+)\.([A-Za-z0-9_-]+)$/.exec(link.slice(inviteStart.length)) ?? [];
	if (made !== undefined && Number(made) > 1) return refuse("newer");
	const invite = made === "1" ? openPayload(payload, signature) : null;
	if (!invite) return refuse("broken");
	const summary = summaryOf(invite);
	const { home, inviter, from, until } = summary;
	if (now >= until) return { ok: false, refusal: { why: "expired", home, inviter, from, until } };
	if (now < from - slackMs) return { ok: false, refusal: { why: "early", home, inviter, from, until } };
	return { ok: true, summary };
}

/** null unless every character is as it was signed. */
function openPayload(payload: string, signature: string): Invite | null {
	try {
		const bytes = Buffer.from(payload, "base64url");
		// Base64 has several writings of the same bytes; only one of them was handed out.
		if (bytes.toString("base64url") !== payload) return null;
		if (Buffer.from(signature, "base64url").toString("base64url") !== signature) return null;
		const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
		const read = inviteSchema.safeParse(JSON.parse(text));
		if (!read.success || canonical(read.data) !== text) return null;
		return verifySignature(read.data.pool.publicKey, signedText(text), signature) ? read.data : null;
	} catch {
		// No UTF-8, no JSON, or nested deeper than can be read.
		return null;
	}
}

function summaryOf({ inviter, from, until, pool, tailnet, fleet }: Invite): InviteSummary {
	return {
		home: pool.name,
		inviter,
		from,
		until,
		fingerprint: fingerprintOf(pool.publicKey),
		brings: ["join", ...(tailnet ? (["network"] as const) : []), ...(fleet ? (["tools"] as const) : [])],
		fleet,
	};
}

/** Of the raw key, in fours, as two people can compare it. */
function fingerprintOf(key: PublicKey): string {
	const digest = sha256(Buffer.from(key.slice("ed25519:".length), "base64url"));
	const fours = digest.slice("sha256:".length).match(/.{4}/g) ?? [];
	return fours.slice(0, 8).join(" ");
}
