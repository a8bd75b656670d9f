// A person's answer to where this PC belongs, as setup goes on with it: the link of an invite is read here, once, and what
// goes on holds nothing of it that is secret.
import type { InviteRefusal, InviteSummary } from "../../contract/invite.ts";
import { type ProblemCode, ProblemError } from "../../contract/problem.ts";
import type { SetupAnswer, SetupChoices } from "../../contract/setup.ts";
import { readInvite } from "./invite.ts";

/** @throws ProblemError setup.not-an-invite and setup.invite-*, for a link that is not good at `now` */
export function choicesOf(answer: SetupAnswer, now: number): SetupChoices {
	if (answer.home === "this-pc") return { home: "this-pc" };
	return { home: "invite", invite: acceptInvite(answer.link, now) };
}

/** @throws ProblemError as choicesOf */
export function acceptInvite(link: string, now: number): InviteSummary {
	const read = readInvite(link, now);
	if (read.ok) return read.summary;
	const { why } = read.refusal;
	throw new ProblemError(codes[why], "until" in read.refusal ? argsOf(read.refusal) : {});
}

const argsOf = ({ why, home, inviter, from, until }: Extract<InviteRefusal, { until: number }>) => ({
	home,
	inviter,
	...(why === "early" ? { from } : { until }),
});

const codes: Readonly<Record<InviteRefusal["why"], ProblemCode>> = {
	"not-an-invite": "setup.not-an-invite",
	broken: "setup.invite-broken",
	newer: "setup.invite-newer",
	"too-long": "setup.invite-long",
	expired: "setup.invite-expired",
	early: "setup.invite-early",
};
