// What setup may download, each counted by its digest. A release fills the list from the makers' own releases; nothing is
// downloaded that is not in it, and a part without its pin says that it cannot be set up.
import { z } from "zod";
import { setupChangeSchema } from "../../main/contract/setup.ts";

const downloadSchema = z.strictObject({
	/** What the person is told is downloaded. */
	name: z.string().min(1).max(60),
	url: z.url({ protocol: /^https$/ }),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	bytes: z.int().positive(),
});
const archSchema = z.enum(["x64", "arm64"]);

const pinSchema = z.discriminatedUnion("for", [
	/** The installer of the tools on Linux, with the plan this very file makes for one kind of Linux. */
	z.strictObject({
		for: z.literal("linux-installer"),
		arch: archSchema,
		...downloadSchema.shape,
		planner: z.enum(["linux", "ostree", "steam-deck"]),
		/** The recorded plan's top-level actions, in order. The helper installs no plan with others. */
		actions: z.array(z.string().min(1)).min(1).max(50),
		/** What the recorded plan changes. The helper installs no plan that changes anything else. */
		changes: z.array(setupChangeSchema).min(1).max(200),
	}),
	/** For a Mac: the maker's signed package, or the program of the same version. */
	z.strictObject({
		for: z.literal("mac-installer"),
		arch: archSchema,
		by: z.enum(["package", "plan"]),
		...downloadSchema.shape,
	}),
	/** The Linux that Windows gets. */
	z.strictObject({ for: z.literal("windows-linux"), arch: archSchema, ...downloadSchema.shape }),
	/** The installer that runs inside it. */
	z.strictObject({ for: z.literal("windows-installer"), arch: archSchema, ...downloadSchema.shape }),
]);
export type Pin = z.infer<typeof pinSchema>;

/** @throws ZodError for an entry that is no https address with a digest and a size, or two for the same use */
export function checkPins(list: unknown): readonly Pin[] {
	return z
		.array(pinSchema)
		.refine((pins) => new Set(pins.map(useOf)).size === pins.length, { error: "two pins for the same use" })
		.parse(list);
}

const useOf = (pin: Pin) => `${pin.for} ${pin.arch} ${pin.for === "linux-installer" ? pin.planner : ""}`;

/** This version brings none along. */
export const pins: readonly Pin[] = checkPins([]);

/** The pin of this use for this processor. */
export function pinFor<Use extends Pin["for"]>(
	list: readonly Pin[],
	use: Use,
	arch: string,
): Extract<Pin, { for: Use }> | null {
	const found = list.find((pin) => pin.for === use && pin.arch === arch);
	return (found as Extract<Pin, { for: Use }> | undefined) ?? null;
}

/** The part of a pin that a download step takes. */
export const downloadOf = ({ name, url, sha256, bytes }: z.infer<typeof downloadSchema>) => ({
	name,
	url,
	sha256,
	bytes,
});
