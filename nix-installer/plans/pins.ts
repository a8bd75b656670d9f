// What setup may download, each counted by its digest. Nothing is downloaded that is not in this list, and a part without its pin says that it cannot be set up.
import { z } from "zod";

const downloadSchema = z.strictObject({
	/** What the person is told is downloaded. */
	name: z.string().min(1).max(60),
	url: z.url({ protocol: /^https$/ }),
	sha256: z.string().regex(/^[0-9a-f]{64}$/),
	bytes: z.int().positive(),
});
const archSchema = z.enum(["x64", "arm64"]);

const pinSchema = z.discriminatedUnion("for", [
	/** The installer of the tools on Linux. */
	z.strictObject({ for: z.literal("linux-installer"), arch: archSchema, ...downloadSchema.shape }),
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

const useOf = (pin: Pin) => `${pin.for} ${pin.arch}`;

/** NixOS/nix-installer 2.35.2, which carries Nix 2.35.2: the same file on a Linux and in the one that Windows gets. */
const nixos = "https://github.com/NixOS/nix-installer/releases/download/2.35.2";
const installer = (arch: "x64" | "arm64", sha256: string, bytes: number) => {
	const url = `${nixos}/nix-installer-${arch === "x64" ? "x86_64" : "aarch64"}-linux`;
	return { arch, name: "Installer 2.35.2", url, sha256, bytes };
};
const forX64 = installer("x64", "5448a1cd70ad945cb4d36365defbaf3731eba38e23859f3dc8bd7418e1946acc", 34_320_320);
const forArm64 = installer("arm64", "a1b35e56da5adadbc117c3cf17b83948ac657f3c0bd79d47bbe0aa70832b5c8e", 32_467_873);

/**
 * What this version may download. `npm run pins` holds each against what its maker serves; where the digests come from is
 * told in docs/decisions/0013-pinned-installers.md.
 */
export const pins: readonly Pin[] = checkPins([
	{ for: "linux-installer", ...forX64 },
	{ for: "linux-installer", ...forArm64 },
	{ for: "windows-installer", ...forX64 },
	{
		for: "windows-linux",
		arch: "x64",
		name: "Ubuntu 26.04.1",
		url: "https://releases.ubuntu.com/26.04.1/ubuntu-26.04.1-wsl-amd64.wsl",
		sha256: "48d56724b5c8e60f24893e83e73bbb58c60b3ca22fba3da977075420acd54104",
		bytes: 418_495_746,
	},
	{
		for: "mac-installer",
		arch: "arm64",
		by: "plan",
		name: "Installer 3.22.1",
		url: "https://github.com/DeterminateSystems/nix-installer/releases/download/v3.22.1/nix-installer-aarch64-darwin",
		sha256: "90cb96f597530553eef1311b37124d1e895fdb3a19877e65a4572dda7753f50b",
		bytes: 58_427_232,
	},
]);

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
