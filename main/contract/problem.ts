// Problems cross a process as codes with arguments, never as sentences; the sentences live in assets/words.
// Each code has three texts there: problem.<code>.what, .changed and .do.
import { z } from "zod";

export const problemCodes = [
	"agent.not-running",
	"agent.already-running",
	"agent.data-unreadable",
	"agent.disk-full",
	"agent.port-taken",
	"agent.stopping",
	"agent.keeps-ending",
	"input.malformed",
	"consent.nothing-allowed",
	"consent.no-requester",
	"consent.unknown-requester",
	"consent.never-lends",
	"consent.more-than-here",
	"consent.text-changed",
	"consent.not-confirmed",
	"consent.not-yours",
	"job.malformed",
	"job.unknown-key",
	"job.unsigned",
	"job.bad-signature",
	"job.secret",
	"job.deadline-passed",
	"job.too-large",
	"job.over-limit",
	"job.duplicate",
	"job.not-found",
	"job.not-finished",
	"job.not-yours",
	"job.input-missing",
	"job.digest-mismatch",
	"job.output-too-large",
	"job.output-missing",
	"job.artifact-missing",
	"job.image-not-pinned",
	"job.requester-not-allowed",
	"job.class-not-allowed",
	"job.no-room",
	"pool.unreachable",
	"pool.too-old",
	"pool.full",
	"pool.name-taken",
	"receipt.not-found",
	"history.in-use",
	"history.changed",
	"history.not-confirmed",
	"ledger.broken",
	"runner.unavailable",
	"runner.failed",
	"startup.foreign",
	"startup.impossible",
	"startup.failed",
	"door.no-token",
	"door.foreign-origin",
	"setup.busy",
	"setup.unfinished",
	"setup.plan-changed",
	"setup.step-unknown",
	"setup.journal-broken",
	"setup.not-confirmed",
	"setup.not-an-invite",
	"setup.invite-broken",
	"setup.invite-newer",
	"setup.invite-long",
	"setup.invite-expired",
	"setup.invite-early",
	"setup.part-needs",
	"internal",
] as const;
export const problemCodeSchema = z.enum(problemCodes);
export type ProblemCode = z.infer<typeof problemCodeSchema>;

/** What the window or CLI can offer next; a closed list, so that a button exists for each. */
export const problemActions = [
	"start-agent",
	"turn-on-lending",
	"open-about",
	"retry",
	"sign-in-again",
	"none",
] as const;

export const problemSchema = z.strictObject({
	code: problemCodeSchema,
	args: z.record(z.string(), z.union([z.string(), z.number()])),
	actions: z.array(z.enum(problemActions)),
});
export type Problem = z.infer<typeof problemSchema>;
type ProblemAction = (typeof problemActions)[number];

/** The one error type Hearth's own code throws on purpose. Carries no stack to the other side of a door. */
export class ProblemError extends Error {
	readonly problem: Problem;
	constructor(code: ProblemCode, args: Problem["args"] = {}, actions: ProblemAction[] = []) {
		super(`${code} ${JSON.stringify(args)}`);
		this.name = "ProblemError";
		this.problem = { code, args, actions };
	}
}
