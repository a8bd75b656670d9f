// What may cross the message port between the shell and the agent it hosts: the RPC library's texts, and of those only the
// forms the contract needs. The library itself takes anything and fails where nobody can catch it.
import { z } from "zod";

const frameId = z.string().min(1).max(64);
const headersSchema = z
	.record(z.string(), z.union([z.string(), z.array(z.string())]))
	// No call carries a file or a form.
	.refine((headers) => !("content-disposition" in headers) && !/form/.test(String(headers["content-type"] ?? "")));

const abortSchema = z.strictObject({ i: frameId, t: z.literal(4), p: z.unknown().optional() });
const callFrameSchema = z.union([
	z.strictObject({
		i: frameId,
		p: z.strictObject({
			u: z.string().regex(/^(\/[A-Za-z0-9-]{1,64}){1,8}$/),
			b: z.unknown().optional(),
			h: headersSchema.optional(),
		}),
	}),
	abortSchema,
]);
const answerFrameSchema = z.union([
	z.strictObject({
		i: frameId,
		p: z.strictObject({
			s: z.int().min(200).max(599).optional(),
			b: z.unknown().optional(),
			h: headersSchema.optional(),
		}),
	}),
	z.strictObject({
		i: frameId,
		t: z.literal(3),
		p: z.strictObject({
			e: z.enum(["message", "error", "done"]),
			d: z.unknown().optional(),
			m: z.unknown().optional(),
		}),
	}),
	abortSchema,
]);

/** True when the agent may be given `message`. */
export const isCallFrame = (message: unknown) => fits(callFrameSchema, message);
/** True when the shell may be given `message`. */
export const isAnswerFrame = (message: unknown) => fits(answerFrameSchema, message);

function fits(schema: z.ZodType, message: unknown): boolean {
	if (typeof message !== "string") return false;
	try {
		return schema.safeParse(JSON.parse(message)).success;
	} catch {
		return false;
	}
}
