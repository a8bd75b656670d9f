// What crosses the desktop shell's port between the window's page and the main process: JSON texts, one frame each.
// A call is answered by one answer or problem; a stream by items and then one end or problem. A cancelled call hears
// nothing more.
import { z } from "zod";
import { type Problem, problemSchema } from "./problem.ts";

/** Chosen by the page, never used twice by it. */
const idSchema = z.string().min(1).max(64);

/** From the page. */
export const pageFrameSchema = z.discriminatedUnion("kind", [
	z.strictObject({
		kind: z.literal("call"),
		id: idSchema,
		/** The call's place in the contract, e.g. ["lend", "stop"]. */
		path: z.array(z.string().min(1).max(64)).min(1).max(8),
		input: z.unknown(),
	}),
	z.strictObject({ kind: z.literal("cancel"), id: idSchema }),
]);
export type PageFrame = z.infer<typeof pageFrameSchema>;

/** To the page. */
export type AgentFrame =
	| { readonly kind: "answer"; readonly id: string; readonly output: unknown }
	| { readonly kind: "problem"; readonly id: string; readonly problem: Problem }
	| { readonly kind: "item"; readonly id: string; readonly value: unknown }
	| { readonly kind: "end"; readonly id: string };

/** What the preload script puts on the page as `window.hearthPort`: texts out, texts in, nothing else. */
export interface HearthPort {
	post(frame: string): void;
	/** Gives the way to stop listening. */
	listen(listener: (frame: string) => void): () => void;
}

/** The Problem a failed call carries; null when what was thrown carries none. */
export function carriedProblem(error: unknown): Problem | null {
	const { data, problem } = (error ?? {}) as { data?: unknown; problem?: unknown };
	return problemSchema.safeParse(problem ?? data).data ?? null;
}
