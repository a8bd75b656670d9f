// How a command fails: a Problem and an exit code. Kept apart from the contract's own error class, which would load the
// schemas into every command.
import type { Problem, ProblemCode } from "../contract/problem.ts";
import { say } from "./words.ts";

/** 0 done, 1 failed, 2 wrong usage, 3 refused (consent, policy, admission), 4 no agent is running here, 5 the PC must restart first. */
export type ExitCode = number;

/** Thrown by commands; `exitCode` overrides what the problem's code would give. */
export class Failure extends Error {
	readonly problem: Problem;
	readonly exitCode: ExitCode;
	constructor(problem: Problem, exitCode?: ExitCode) {
		super(problem.code);
		this.name = "Failure";
		this.problem = problem;
		this.exitCode = exitCode ?? exitCodeOf(problem.code);
	}
}

/** Wrong usage. `kind` names it for programs; its words, cli.usage.<kind>, go along as the detail. */
export function usage(kind: string, args: Readonly<Record<string, string | number>> = {}): Failure {
	const detail = say(`cli.usage.${kind}`, args);
	return new Failure({ code: "input.malformed", args: { ...args, usage: kind, detail }, actions: [] });
}

const failed: ReadonlySet<ProblemCode> = new Set(["job.not-found", "job.not-finished", "job.digest-mismatch"]);
const wrongUsage: ReadonlySet<ProblemCode> = new Set([
	"input.malformed",
	"job.input-missing",
	"setup.not-an-invite",
	"setup.invite-broken",
	"setup.invite-long",
]);

export function exitCodeOf(code: ProblemCode): ExitCode {
	if (code === "agent.not-running") return 4;
	if (wrongUsage.has(code)) return 2;
	if (failed.has(code)) return 1;
	if (code === "history.in-use" || code === "history.not-confirmed") return 3;
	if (code.startsWith("setup.invite-")) return 3;
	return code.startsWith("consent.") || code.startsWith("job.") ? 3 : 1;
}

/** Anything thrown, as a Failure. A Problem from the agent's side or from its own modules keeps its code. */
export function failureOf(error: unknown): Failure {
	if (error instanceof Failure) return error;
	const { problem, code, data, message, cause } = (error ?? {}) as {
		problem?: Problem;
		code?: unknown;
		data?: unknown;
		message?: unknown;
		cause?: unknown;
	};
	if (isProblem(problem)) return new Failure(problem);
	if (code === "PROBLEM" && isProblem(data)) return new Failure(data);
	const detail = typeof message === "string" ? message : typeof error === "string" ? error : typeof error;
	if (code === "BAD_REQUEST") return usage("other", { text: detail });
	if (cause instanceof Failure) return cause;
	return new Failure({ code: "internal", args: { detail }, actions: [] });
}

function isProblem(value: unknown): value is Problem {
	const { code, args, actions } = (value ?? {}) as Partial<Record<string, unknown>>;
	return typeof code === "string" && typeof args === "object" && args !== null && Array.isArray(actions);
}
