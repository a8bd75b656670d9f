// What is written down of a home before an activation: with it alone, everything can be put back.
import { z } from "zod";
import { foldersBeforeSchema } from "./folders.ts";
import { originalSchema } from "./originals.ts";

const homeBeforeSchema = z.strictObject({
	originals: z.array(originalSchema),
	folders: foldersBeforeSchema,
	/** Absolute folder the generation's links lead into. */
	root: z.string(),
	/** Relative to the home: every link of the generation. */
	links: z.array(z.string()),
	extension: z.string(),
});
export type HomeBefore = Readonly<z.infer<typeof homeBeforeSchema>>;

/** From a step's memory, where it is JSON text. null: nothing was written down. @throws when it is none of ours */
export function readHomeBefore(text: unknown): HomeBefore | null {
	return typeof text === "string" ? homeBeforeSchema.parse(JSON.parse(text)) : null;
}
