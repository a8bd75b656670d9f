// One signed piece of work. The schema is closed: an unknown key anywhere is refused, so a job can never
// carry engine flags, mounts, secrets or host paths.
import { z } from "zod";
import { digestSchema, epochMsSchema, jobIdSchema, nameSchema, publicKeySchema, signatureSchema } from "./ids.ts";

/** The closed list of kinds of work. `gpu` is reserved: no runner offers it yet. */
export const jobClasses = ["wasm", "container", "gpu"] as const;
export const jobClassSchema = z.enum(jobClasses);
export type JobClass = z.infer<typeof jobClassSchema>;

/** One path component inside the sandbox's /in or /out folder: no slash, no leading dot, at most 100 characters. */
export const fileNameSchema = z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/);

const noNul = /^[^\0]*$/;

/** What the job may use at most. `cpu` in cores, `seconds` of wall time counted from the sandbox's start. */
export const limitsSchema = z.strictObject({
	cpu: z.number().min(0.1).max(256).multipleOf(0.05),
	memoryMiB: z.int().min(16).max(1_048_576),
	scratchMiB: z.int().min(1).max(1_048_576),
	pids: z.int().min(1).max(4096),
	seconds: z.int().min(1).max(604_800),
});
export type Limits = z.infer<typeof limitsSchema>;

/** An input file, fetched from the pool by digest and shown to the job as /in/<name>, read-only. */
export const jobInputSchema = z.strictObject({
	name: fileNameSchema,
	digest: digestSchema,
	bytes: z.int().nonnegative().max(67_108_864),
});

export type JobInput = z.infer<typeof jobInputSchema>;

/** A file the job may leave in /out; more than `maxBytes` fails the job. */
export const jobOutputSchema = z.strictObject({
	name: fileNameSchema,
	maxBytes: z.int().positive().max(67_108_864),
});

/** All inputs of a job together, and all its outputs together. */
export const maxFilesBytes = 67_108_864;

const sum = (numbers: number[]) => numbers.reduce((a, b) => a + b, 0);
const uniqueNames = (files: readonly { name: string }[]) => new Set(files.map((f) => f.name)).size === files.length;

export const jobSchema = z.strictObject({
	v: z.literal(1),
	id: jobIdSchema,
	requester: publicKeySchema,
	/** Plain title shown to the PC's owner. */
	purpose: z
		.string()
		.min(1)
		.max(120)
		.regex(/^[^\p{Cc}]*$/u),
	class: jobClassSchema,
	/** wasm: digest of the module's bytes. container: the image id or manifest digest. */
	artifact: z.strictObject({ digest: digestSchema }),
	argv: z.array(z.string().max(4096).regex(noNul)).max(256),
	env: z.record(z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/), z.string().max(4096).regex(noNul)),
	inputs: z
		.array(jobInputSchema)
		.max(32)
		.refine(uniqueNames, "two inputs have the same name")
		.refine((files) => sum(files.map((f) => f.bytes)) <= maxFilesBytes, "the inputs are more than 64 MiB together"),
	outputs: z
		.array(jobOutputSchema)
		.max(16)
		.refine(uniqueNames, "two outputs have the same name")
		.refine((files) => sum(files.map((f) => f.maxBytes)) <= maxFilesBytes, "the outputs are more than 64 MiB together"),
	limits: limitsSchema,
	createdAt: epochMsSchema,
	/** After this instant nobody starts the job. */
	deadline: epochMsSchema,
	/** How often a run may end by itself with a failure before the job is given up. */
	attempts: z.int().min(1).max(10),
	network: z.literal("none"),
});
export type Job = z.infer<typeof jobSchema>;

/** A job and its requester's Ed25519 signature over `hearth-job-v1\0` followed by the job's RFC 8785 form. */
export const signedJobSchema = z.strictObject({ job: jobSchema, signature: signatureSchema });
export type SignedJob = z.infer<typeof signedJobSchema>;

/** A requester as the pool announces it: a name people know and the key that signs. */
export const requesterSchema = z.strictObject({ name: nameSchema, publicKey: publicKeySchema });
export type Requester = z.infer<typeof requesterSchema>;

/** Standard output and error kept for one job, together; the rest is dropped with a mark. */
export const maxLogBytes = 1_048_576;
/** The signed job as JSON must fit into this. */
export const maxJobBytes = 131_072;
