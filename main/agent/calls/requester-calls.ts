// Work this PC asks for: submit, follow, cancel, fetch.
import type { JobId } from "../../contract/ids.ts";
import type { JobRecord } from "../../contract/pool.ts";
import { ProblemError } from "../../contract/problem.ts";
import type { Parts } from "../parts.ts";
import { sampleSubmission } from "../sample.ts";
import { speakTo } from "../speak.ts";
import { type SubmitParts, submitJob } from "../submit.ts";
import { watchJob } from "../watch-job.ts";
import type { AgentCalls } from "./agent-calls.ts";

type RequesterCalls = Pick<AgentCalls, "submit" | "submitSample" | "jobs" | "job" | "cancel" | "watchJob" | "output">;

export function requesterCalls(parts: Parts, submitParts: SubmitParts): RequesterCalls {
	const { queue, clock, identity } = parts;
	const own = (record: JobRecord | null, id: JobId): JobRecord => {
		if (!record) throw new ProblemError("job.not-found", { id });
		return record;
	};
	return {
		submit: async (submission) => ({ id: await submitJob(submitParts, submission) }),
		submitSample: async (locale = "en") => {
			const { say } = await speakTo(locale);
			return { id: await submitJob(submitParts, sampleSubmission(say("sample.title"))) };
		},
		jobs: async () => (await queue.records()).filter((one) => one.requester === identity.requester.publicKey),
		job: async (id) => own(await queue.record(id), id),
		async cancel(id) {
			const record = own(await queue.record(id), id);
			if (record.requester !== identity.requester.publicKey) throw new ProblemError("job.not-yours", { id });
			return own(await queue.cancel(id), id);
		},
		watchJob: (id, signal) => watchJob(queue, clock, id, signal),
		async output(id, name) {
			const record = own(await queue.record(id), id);
			if (!record.result) throw new ProblemError("job.not-finished", { id });
			const output = record.result.outputs.find((one) => one.name === name);
			const bytes = output && (await queue.getBlob(output.digest));
			if (!bytes) throw new ProblemError("job.output-missing", { name });
			return { name, base64: Buffer.from(bytes).toString("base64") };
		},
	};
}
