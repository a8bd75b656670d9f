// How the contract suite starts one program and listens to it. Also handy in a runner's own tests.
import { randomUUID } from "node:crypto";
import type { Digest } from "../../contract/ids.ts";
import { type Job, jobSchema, type Limits } from "../../contract/job.ts";
import { sha256 } from "../crypto/canonical.ts";
import { type FakeGuard, fakeGuard } from "../guard/fake.ts";
import type { Runner, Sandbox } from "./runner.ts";

/** One program as a job names it. `limits` replaces what this sandbox needs more or less of. */
export interface ContractProgram {
	readonly digest: string;
	readonly module: Uint8Array | null;
	readonly argv: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Files the program itself needs in /in, e.g. its script. */
	readonly files?: ReadonlyMap<string, Uint8Array>;
	readonly limits?: Partial<Limits>;
}

export interface Change {
	readonly inputs?: ReadonlyMap<string, Uint8Array>;
	readonly outputs?: readonly { readonly name: string; readonly maxBytes: number }[];
	readonly limits?: Partial<Limits>;
	readonly signal?: AbortSignal;
}

export interface Started {
	readonly sandbox: Sandbox;
	readonly job: Job;
	readonly guard: FakeGuard;
	/** Resolves once the output so far has `text`; rejects when the sandbox ends without. */
	sees(text: string): Promise<void>;
	/** Everything printed to one stream so far. */
	text(stream: "stdout" | "stderr"): string;
	/** What the guard had been told when the first output came. */
	readonly firstLogAfterCalls: Promise<readonly string[]>;
}

const limits: Limits = { cpu: 1, memoryMiB: 128, scratchMiB: 8, pids: 32, seconds: 60 };

/** A valid job around `program`, checked by the real schema. */
export function newTestJob(program: ContractProgram, jobClass: Job["class"], change: Change): Job {
	const inputs = new Map([...(program.files ?? []), ...(change.inputs ?? [])]);
	return jobSchema.parse({
		v: 1,
		id: randomUUID(),
		requester: `ed25519:${"A".repeat(43)}`,
		purpose: "A test of the sandbox",
		class: jobClass,
		artifact: { digest: program.digest as Digest },
		argv: program.argv,
		env: program.env ?? {},
		inputs: [...inputs].map(([name, bytes]) => ({ name, digest: sha256(bytes), bytes: bytes.length })),
		outputs: change.outputs ?? [],
		limits: { ...limits, ...program.limits, ...change.limits },
		createdAt: 1_800_000_000_000,
		deadline: 1_900_000_000_000,
		attempts: 1,
		network: "none",
	});
}

/** Runs `program` with a guard that only writes down. The caller ends it. */
export async function startProgram(runner: Runner, program: ContractProgram, change: Change = {}): Promise<Started> {
	const job = newTestJob(program, runner.class, change);
	const guard = fakeGuard();
	const printed = { stdout: "", stderr: "" };
	const listeners = new Set<() => void>();
	const first = Promise.withResolvers<readonly string[]>();
	const sandbox = await runner.run({
		job,
		module: program.module,
		inputs: new Map([...(program.files ?? []), ...(change.inputs ?? [])]),
		beatSentAt: 0,
		signal: change.signal ?? new AbortController().signal,
		guard,
		onLog(chunk) {
			first.resolve([...guard.calls]);
			printed[chunk.stream] += chunk.text;
			for (const listener of listeners) listener();
		},
	});
	const sees = (text: string) =>
		new Promise<void>((resolve, reject) => {
			const look = () => {
				if (!`${printed.stdout}\n${printed.stderr}`.includes(text)) return;
				listeners.delete(look);
				resolve();
			};
			listeners.add(look);
			look();
			void sandbox.ended.then((end) => {
				look();
				reject(new Error(`ended (${end.kind}, ${end.exitCode}, ${end.detail}) before it printed "${text}"`));
			});
		});
	return { sandbox, job, guard, sees, text: (stream) => printed[stream], firstLogAfterCalls: first.promise };
}
