// Deletes the history when its owner asks for it: what would be lost, and the deleting of exactly that.
import type { HistoryLoss } from "../../contract/calls.ts";
import type { LedgerCheck } from "../../contract/ledger.ts";
import { ProblemError } from "../../contract/problem.ts";
import { foldLoss, type LossFold } from "../../core/history-loss.ts";
import type { Parts } from "../parts.ts";
import type { RunningJobs } from "../running-jobs.ts";
import { inTurns } from "../turns.ts";
import type { AgentCalls } from "./agent-calls.ts";

interface ForgetInput {
	readonly parts: Pick<Parts, "ledger" | "identity">;
	readonly running: Pick<RunningJobs, "all">;
	readonly verify: () => Promise<LedgerCheck>;
	readonly onChange: () => void;
}

export function forgetCalls(input: ForgetInput): Pick<AgentCalls, "historyLoss" | "forgetHistory"> {
	const { ledger, identity } = input.parts;
	const broken = () => new ProblemError("ledger.broken", {}, ["open-about"]);
	const read = async (): Promise<{ fold: LossFold; loss: HistoryLoss }> => {
		const fold = foldLoss();
		await inTurns(ledger.entries(), (entry) => fold.add(entry));
		const loss = fold.loss();
		if (!loss) throw broken();
		return { fold, loss };
	};
	return {
		historyLoss: async () => (await read()).loss,
		async forgetHistory(head, via) {
			if (!(await input.verify()).ok) throw broken();
			const { fold, loss } = await read();
			// From here on nothing waits: no line and no job can come in between.
			const open = new Set([...fold.openJobs(), ...input.running.all().map((run) => run.job.id)]);
			if (open.size > 0) throw new ProblemError("history.in-use", { n: open.size });
			if (loss.head !== head || ledger.head.hash !== head) throw new ProblemError("history.changed", {}, ["retry"]);
			const { runs, grants } = loss;
			ledger.startAnew({ type: "LedgerClosed", why: "forgotten", runs, person: identity.person, via }, fold.kept());
			input.onChange();
			return { runs, grants };
		},
	};
}
