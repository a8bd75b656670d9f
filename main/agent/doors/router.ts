// Binds every call of the contract to the agent. Each door serves this same router.
import { implement, ORPCError, type Router } from "@orpc/server";
import { type Contract, contract } from "../../contract/calls.ts";
import type { Problem } from "../../contract/problem.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { AgentCalls } from "../calls/agent-calls.ts";

/** What a door knows about the caller: nothing but when it hung up. */
export interface DoorContext {
	readonly signal: AbortSignal;
}

/** Named, because the type TypeScript would infer has grown too long to write down. */
export type AgentRouter = Router<Contract, DoorContext>;

/** The router over `calls`. Anything thrown leaves as a Problem; nothing else crosses a door. */
export function agentRouter(calls: AgentCalls): AgentRouter {
	const os = implement(contract)
		.$context<DoorContext>()
		.use(async ({ next }) => {
			try {
				return await next();
			} catch (error) {
				throw new ORPCError("PROBLEM", { status: 409, data: problemOf(error) });
			}
		});
	return os.router({
		status: {
			get: os.status.get.handler(() => calls.status()),
			watch: os.status.watch.handler(({ context, signal }) => calls.watchStatus(either(context, signal))),
		},
		lend: {
			preview: os.lend.preview.handler(({ input }) => calls.previewLending(input.draft, input.locale)),
			on: os.lend.on.handler(({ input }) => calls.lend(input)),
			stop: os.lend.stop.handler(({ input }) => calls.stop(input.via)),
			pause: os.lend.pause.handler(({ input }) => calls.pause(input.until, input.via)),
			resume: os.lend.resume.handler(({ input }) => calls.resume(input.via)),
		},
		jobs: {
			submit: os.jobs.submit.handler(({ input }) => calls.submit(input)),
			sample: os.jobs.sample.handler(({ input }) => calls.submitSample(input.locale)),
			list: os.jobs.list.handler(() => calls.jobs()),
			get: os.jobs.get.handler(({ input }) => calls.job(input.id)),
			cancel: os.jobs.cancel.handler(({ input }) => calls.cancel(input.id)),
			watch: os.jobs.watch.handler(({ input, context, signal }) => calls.watchJob(input.id, either(context, signal))),
			output: os.jobs.output.handler(({ input }) => calls.output(input.id, input.name)),
		},
		history: {
			list: os.history.list.handler(({ input }) => calls.history(input.limit, input.before, input)),
			days: os.history.days.handler(({ input }) => calls.days(input.days)),
			receipt: os.history.receipt.handler(({ input }) => calls.receipt(input.id)),
			life: os.history.life.handler(({ input }) => calls.life(input.jobId, input.receiptId)),
			verify: os.history.verify.handler(() => calls.verifyLedger()),
			loss: os.history.loss.handler(() => calls.historyLoss()),
			forget: os.history.forget.handler(({ input }) => calls.forgetHistory(input.head, input.via)),
		},
		device: {
			about: os.device.about.handler(() => calls.about()),
			probe: os.device.probe.handler(() => calls.probe()),
			doctor: os.device.doctor.handler(() => calls.doctor()),
		},
		shell: {
			observe: os.shell.observe.handler(({ input }) => calls.observeShell(input.facts)),
		},
		startup: {
			get: os.startup.get.handler(() => calls.startup()),
			set: os.startup.set.handler(({ input }) => calls.setStartup(input.kind, input.on)),
		},
		setup: {
			plan: os.setup.plan.handler(({ input }) => calls.planSetup(input.choices)),
			readInvite: os.setup.readInvite.handler(({ input }) => calls.readInvite(input.link)),
			get: os.setup.get.handler(() => calls.setupPicture()),
			watch: os.setup.watch.handler(({ context, signal }) => calls.watchSetup(either(context, signal))),
			apply: os.setup.apply.handler(({ input }) => calls.applySetup(input)),
			resume: os.setup.resume.handler(() => calls.resumeSetup()),
			undo: os.setup.undo.handler(() => calls.undoSetup()),
			cancel: os.setup.cancel.handler(() => calls.cancelSetup()),
		},
		window: {
			open: os.window.open.handler(({ input }) => calls.openWindow(input.port)),
		},
	});
}

const either = (context: DoorContext, signal: AbortSignal | undefined) =>
	signal ? AbortSignal.any([context.signal, signal]) : context.signal;

/** Any thrown thing as a Problem. Bad input is told apart from our own defects, whose text stays in the log. */
function problemOf(error: unknown): Problem {
	if (error instanceof ProblemError) return error.problem;
	if (error instanceof ORPCError && error.code === "PROBLEM") return error.data as Problem;
	if (error instanceof ORPCError && error.status < 500) {
		return { code: "input.malformed", args: { detail: inputFault(error) }, actions: [] };
	}
	if (isDiskFull(error)) return { code: "agent.disk-full", args: {}, actions: [] };
	process.stderr.write(`hearth: unexpected: ${error instanceof Error ? (error.stack ?? error.message) : error}\n`);
	return { code: "internal", args: { detail: error instanceof Error ? error.message : "" }, actions: [] };
}

function inputFault(error: ORPCError<string, unknown>): string {
	const issues = (error.data as { issues?: { path?: unknown[]; message?: string }[] } | undefined)?.issues;
	const first = issues?.[0];
	return first ? `${(first.path ?? []).join(".")}: ${first.message ?? ""}` : error.message;
}

function isDiskFull(error: unknown): boolean {
	return (error as { code?: string } | null)?.code === "ENOSPC";
}
