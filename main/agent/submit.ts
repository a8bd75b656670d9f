// The requester's side: makes a signed job of what a person handed over and puts it into the pool.
import type { Submission } from "../contract/calls.ts";
import type { Digest, JobId } from "../contract/ids.ts";
import { type Job, type JobInput, jobSchema } from "../contract/job.ts";
import { ProblemError } from "../contract/problem.ts";
import { findSecret } from "../core/secrets.ts";
import { sha256 } from "../tools/crypto/canonical.ts";
import type { KeyPair } from "../tools/crypto/keys.ts";
import { signJob } from "../tools/crypto/signed.ts";
import type { WorkQueue } from "../tools/queue/work-queue.ts";

export interface SubmitParts {
	readonly queue: WorkQueue;
	readonly requester: KeyPair;
	readonly requesterName: () => string;
	readonly newId: () => string;
	readonly now: () => number;
	readonly pythonDigest: () => Promise<Digest>;
}

const decode = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

/** Signs and queues. Everything is checked before anything is stored; nothing is queued when it throws. */
export async function submitJob(parts: SubmitParts, submission: Submission): Promise<JobId> {
	const files = submission.inputs.map((file) => ({ name: file.name, bytes: decode(file.base64) }));
	let argv = submission.argv;
	let digest: Digest;
	let module: Uint8Array | null = null;
	const { program } = submission;
	if (program.kind === "python") {
		needClass(submission, "wasm");
		files.push({ name: "main.py", bytes: decode(program.script.base64) });
		argv = ["python", "/in/main.py", ...argv];
		digest = await parts.pythonDigest();
	} else if (program.kind === "module") {
		needClass(submission, "wasm");
		module = decode(program.module.base64);
		if (!isWasm(module)) throw new ProblemError("job.malformed", { detail: "the file is not a WebAssembly module" });
		argv = [program.module.name, ...argv];
		digest = sha256(module);
	} else {
		needClass(submission, "container");
		digest = pinnedDigest(program.reference);
	}
	const now = parts.now();
	const parsed = jobSchema.safeParse({
		v: 1,
		id: parts.newId(),
		requester: parts.requester.publicKey,
		purpose: submission.title,
		class: submission.class,
		artifact: { digest },
		argv,
		env: submission.env,
		inputs: files.map(({ name, bytes }): JobInput => ({ name, digest: sha256(bytes), bytes: bytes.byteLength })),
		outputs: submission.outputs,
		limits: submission.limits,
		createdAt: now,
		deadline: now + submission.deadlineSeconds * 1_000,
		attempts: submission.attempts,
		network: "none",
	} satisfies Record<keyof Job, unknown>);
	if (!parsed.success) {
		const issue = parsed.error.issues[0];
		throw new ProblemError("job.malformed", { detail: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}` });
	}
	const job = parsed.data;
	const secret = findSecret(job);
	if (secret) throw new ProblemError("job.secret", { name: secret });
	for (const file of files) await parts.queue.putBlob(file.bytes);
	if (module) await parts.queue.putBlob(module);
	await parts.queue.submit(
		signJob(job, parts.requester),
		parts.requesterName(),
		job.class === "wasm" ? "any" : process.arch,
	);
	return job.id;
}

function needClass(submission: Submission, expected: Submission["class"]): void {
	if (submission.class === expected) return;
	throw new ProblemError("job.malformed", { detail: `a ${submission.program.kind} job is of class ${expected}` });
}

/** The WebAssembly binary magic (core specification, section 5.5.16). */
function isWasm(bytes: Uint8Array): boolean {
	return bytes.byteLength >= 8 && bytes[0] === 0 && bytes[1] === 0x61 && bytes[2] === 0x73 && bytes[3] === 0x6d;
}

/** The digest of `name@sha256:...` or `sha256:...`; a tag can change under the owner's feet and is refused. */
function pinnedDigest(reference: string): Digest {
	const found = /(?:^|@)(sha256:[0-9a-f]{64})$/.exec(reference)?.[1];
	if (!found) throw new ProblemError("job.image-not-pinned", { reference });
	return found as Digest;
}
