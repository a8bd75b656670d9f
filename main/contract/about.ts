// The page "This PC": what it can prove it can do, what it knows and from where, what it sends, what is wrong.
import { z } from "zod";
import { factsSchema } from "./facts.ts";
import { epochMsSchema } from "./ids.ts";
import { problemActions } from "./problem.ts";
import { runnerStateSchema } from "./snapshot.ts";

/** One field this PC can send; `meaning` is a words code taken from the wire schema itself. */
export const sentFieldSchema = z.strictObject({
	message: z.string(),
	field: z.string(),
	type: z.string(),
	meaning: z.string(),
});
export type SentField = z.infer<typeof sentFieldSchema>;

export const aboutSchema = z.strictObject({
	version: z.string(),
	node: z.string(),
	dataDirectory: z.string(),
	facts: factsSchema,
	runners: z.strictObject({ wasm: runnerStateSchema, container: runnerStateSchema, gpu: runnerStateSchema }),
	sent: z.array(sentFieldSchema),
});
export type About = z.infer<typeof aboutSchema>;

/** One doctor finding; the words are doctor.<code>.what and doctor.<code>.do. */
export const findingSchema = z.strictObject({
	code: z.string(),
	level: z.enum(["ok", "note", "warn", "problem"]),
	args: z.record(z.string(), z.union([z.string(), z.number()])),
	action: z.enum(problemActions),
});
export type Finding = z.infer<typeof findingSchema>;

export const doctorReportSchema = z.strictObject({ at: epochMsSchema, findings: z.array(findingSchema) });
export type DoctorReport = z.infer<typeof doctorReportSchema>;
