// Invites for tests: a household that is nobody's, and every secret its link holds.
import type { Invite } from "../../contract/invite.ts";
import { writeInvite } from "./invite.ts";
import { type KeyPair, newKeyPair } from "./keys.ts";

export interface TestInvite {
	readonly link: string;
	/** What may come up nowhere but in the link. */
	readonly secrets: readonly string[];
}

/** Signed with `key`; `more` in place of what is said here. Good for a day from `from` on. */
export function testInvite(from: number, more: Partial<Invite> = {}, key: KeyPair = newKeyPair()): TestInvite {
	const invite: Invite = {
		inviter: "Rowan",
		from,
		until: from + 86_400_000,
		pool: {
			name: "Linden home",
			publicKey: key.publicKey,
			address: "tls://pool.linden.example:4222",
			ca: null,
			enrolment: "enrol-once-0123456789abcdef",
		},
		tailnet: { server: "https://net.linden.example", key: "network-once-fedcba9876543210" },
		fleet: "github:linden/list-of-tools?dir=fleet",
		...more,
	};
	const link = writeInvite(invite, key);
	const payload = link.split(".")[1] ?? "";
	const secrets = [invite.pool.enrolment, invite.tailnet?.key, payload, link].filter((one) => one !== undefined);
	return { link, secrets };
}

/** Which of the secrets stand in `texts`, whole or as the beginning or the end of what a cut left of one. */
export function leaked({ secrets }: TestInvite, ...texts: readonly string[]): string[] {
	const cut = 24;
	const pieces = secrets.flatMap((one) => (one.length > 3 * cut ? [one.slice(-cut), one.slice(cut, 2 * cut)] : [one]));
	return pieces.filter((piece) => texts.some((text) => text.includes(piece)));
}
