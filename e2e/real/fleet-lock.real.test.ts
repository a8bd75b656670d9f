// fleet/flake.lock in a real Nix: it belongs to flake.nix, says everything, and is what a home is built from.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { copyFleet, fleetFolder } from "./nix/fleet-flake.ts";
import { type NixStage, openNixStage, whyNoNix } from "./nix/real-nix.ts";

const missing = whyNoNix();
const nodeSchema = z.object({ locked: z.object({ rev: z.string(), narHash: z.string() }) });
const metadataSchema = z.object({ locks: z.object({ nodes: z.record(z.string(), z.unknown()) }) });

describe.skipIf(missing)(`the lock file${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: NixStage;
	beforeAll(async () => {
		stage = await openNixStage();
	});
	afterAll(() => stage?.close());
	const shipped = () => readFile(join(fleetFolder, "flake.lock"), "utf8");
	const lockAgain = (folder: string) => stage.run(["nix", "flake", "lock", "--offline", `path:${folder}`]);

	test("Nix has nothing to add to it or to change in it, without a network", async () => {
		const folder = await copyFleet(stage, "locked");
		expect(await lockAgain(folder)).toMatchObject({ code: 0 });
		expect(await readFile(join(folder, "flake.lock"), "utf8")).toBe(await shipped());
	});

	test("it names the exact bytes of every input", async () => {
		const folder = await copyFleet(stage, "named");
		const flags = ["--json", "--offline", "--no-update-lock-file"] as const;
		const text = await stage.ask(["nix", "flake", "metadata", `path:${folder}`, ...flags]);
		const { root: _, ...inputs } = metadataSchema.parse(JSON.parse(text)).locks.nodes;
		expect(Object.keys(inputs).sort()).toEqual(["home-manager", "nix-darwin", "nixpkgs"]);
		for (const node of Object.values(inputs)) {
			const { locked } = nodeSchema.parse(node);
			expect(locked.rev).toMatch(/^[0-9a-f]{40}$/);
			expect(locked.narHash).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/);
		}
	});

	test("an address that was moved without the lock file is noticed", async () => {
		const folder = await copyFleet(stage, "moved");
		const flake = join(folder, "flake.nix");
		await writeFile(flake, (await readFile(flake, "utf8")).replace("release-26.05", "release-26.11"));
		const flags = ["--offline", "--no-update-lock-file"] as const;
		const { code, stderr } = await stage.run(["nix", "flake", "metadata", `path:${folder}`, ...flags]);
		expect(code).toBe(1);
		expect(stderr).toContain("home-manager");
	});
});
