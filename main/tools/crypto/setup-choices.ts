// A person's answer to where this PC belongs, as setup goes on with it: the link of an invite is read here, once, and what
// goes on holds nothing of it that is secret.
import type { InviteRead, InviteRefusal } from "../../contract/invite.ts";
import { type ProblemCode, ProblemError } from "../../contract/problem.ts";
import type { SetupAnswer, SetupChoices } from "../../contract/setup.ts";
import { readInvite } from "./invite.ts";

/** @throws ProblemError setup.not-an-invite and setup.invite-*, for a link that is not good at `now` */
export function choicesOf(answer: SetupAnswer, now: number): SetupChoices {
	if (answer.home === "this-pc") return { home: "this-pc" };
	const read = judgeInvite(answer.link, now);
	if (!read.good) throw new ProblemError(read.problem.code, read.problem.args, read.problem.actions);
	return { home: "invite", invite: read.summary };
}

/** Total. */
export function judgeInvite(link: string, now: number): InviteRead {
	const read = readInvite(link, now);
	if (read.ok) return { good: true, summary: read.summary };
	const { refusal } = read;
	const args = "until" in refusal ? argsOf(refusal) : {};
	return { good: false, problem: { code: codes[refusal.why], args, actions: [] } };
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
