// What is worth a notification: something only the person can do, or a promise kept. A closed list; never a word that asks
// anybody to lend. Pure.
import type { AgentStatus } from "./agent-link.ts";
import type { StopResult } from "./tray/stop-lending.ts";

/** Each has the words `notify.<code>` and `notify.<code>.body`. */
export const noticeCodes = [
	"expired",
	"asked-again",
	"problem",
	"does-not-start",
	"stop-unsure",
	"stopped",
	"stopped-idle",
	"stopped-elsewhere",
] as const;
export type NoticeCode = (typeof noticeCodes)[number];

export interface Notice {
	readonly code: NoticeCode;
	/** For `stopped`: how long the proof took. */
	readonly provenMs?: number;
	/** The page a click opens. */
	readonly page: "#/lending" | "#/allow" | "#/this-pc";
}

const pages: Record<NoticeCode, Notice["page"]> = {
	expired: "#/allow",
	"asked-again": "#/allow",
	problem: "#/this-pc",
	"does-not-start": "#/lending",
	"stop-unsure": "#/lending",
	stopped: "#/lending",
	"stopped-idle": "#/lending",
	"stopped-elsewhere": "#/lending",
};
const notice = (code: NoticeCode): Notice => ({ code, page: pages[code] });

export interface NoticeContext {
	/** The person sees it in the window then. */
	readonly windowOpen: boolean;
	/** A stop asked for in this shell is under way or was, since lending was last on. */
	readonly stoppedHere: boolean;
}

/**
 * What the change from one status to the next is worth; null for nearly all. A first picture tells nothing: it is no
 * change. Only what an agent that answers says counts, save that none can be started.
 */
export function noticeOf(before: AgentStatus, after: AgentStatus, context: NoticeContext): Notice | null {
	if (context.windowOpen) return null;
	if (needsHelpToStart(after) && !needsHelpToStart(before)) return notice("does-not-start");
	const [was, is] = [before.snapshot, after.snapshot];
	if (after.link !== "live" || !was || !is) return null;
	const came = (code: string) => hasReason(is, code) && !hasReason(was, code);
	if (is.state === "problem" && was.state !== "problem") return notice("problem");
	if (came("hold.asked-again")) return notice("asked-again");
	if (came("hold.expired")) return notice("expired");
	const ended = was.grants.length > 0 && is.grants.length === 0;
	const byItself = hasReason(is, "hold.expired") || was.grants.every((grant) => grant.expiresAt <= is.at);
	if (ended && !byItself && !context.stoppedHere) return notice("stopped-elsewhere");
	return null;
}

/** What a Stop pressed in the tray is worth once it is over: the promise kept, or that it could not be made sure. */
export function noticeOfStop(result: StopResult, windowOpen: boolean): Notice | null {
	if (windowOpen) return null;
	if (!result.confirmed) return notice("stop-unsure");
	if (result.provenMs === null) return notice("stopped-idle");
	return { ...notice("stopped"), provenMs: result.provenMs };
}

const hasReason = (snapshot: NonNullable<AgentStatus["snapshot"]>, code: string) =>
	snapshot.reasons.some((reason) => reason.code === code);

const needsHelpToStart = ({ link, trouble }: AgentStatus) =>
	link === "gone" && trouble !== undefined && trouble.code !== "agent.not-running";
