import fc from "fast-check";
import { expect, test } from "vitest";
import { readBuildSize } from "./build-size.ts";

const nothing = { builds: 0, fetches: 0, downloadBytes: 0, unpackedBytes: 0 };

test("what Nix 2.34 says before a build", () => {
	expect(
		readBuildSize(
			[
				"these 3 derivations will be built:",
				"  /nix/store/hgk8wkm0xq2czmhivm9c2rm6prda8h5h-made-2.drv",
				"these 4 paths will be fetched (1.1 KiB download, 2.3 MiB unpacked):",
				"  /nix/store/bw6z80waqyma4p261xkvpaz39sy5jdkl-all-pieces",
			].join("\n"),
		),
	).toEqual({ builds: 3, fetches: 4, downloadBytes: 1126, unpackedBytes: 2_411_725 });
	expect(readBuildSize("this derivation will be built:\n  /nix/store/x.drv\n")).toEqual({ ...nothing, builds: 1 });
	expect(readBuildSize("this path will be fetched (0.0 KiB download, 120.0 B unpacked):\n")).toMatchObject({
		fetches: 1,
		unpackedBytes: 120,
	});
	expect(readBuildSize("")).toEqual(nothing);
});

test("any text gives whole numbers that are not negative", () => {
	const unit = fc.constantFrom("B", "KiB", "MiB", "GiB", "TiB", "MB", "XiB");
	const digits = fc.stringMatching(/^[0-9.]{1,400}$/);
	const line = fc
		.tuple(digits, unit, digits, unit)
		.map(([a, b, c, d]) => `these 2 paths will be fetched (${a} ${b} download, ${c} ${d} unpacked):`);
	fc.assert(
		fc.property(fc.array(fc.oneof(fc.string(), line)), (lines) => {
			for (const value of Object.values(readBuildSize(lines.join("\n")))) {
				expect(Number.isSafeInteger(value) && value >= 0).toBe(true);
			}
		}),
	);
});
