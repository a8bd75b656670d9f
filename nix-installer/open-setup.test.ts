// Every step type that was ever released stays, or a journal could no longer be undone.
import { expect, test } from "vitest";
import { stepRegistry } from "./engine/registry.ts";
import { releasedStepTypes } from "./open-setup.ts";

const types = releasedStepTypes(async () => ({ end: "declined" }), { PATH: "" });

test("released names and versions", () => {
	expect(types.map(({ type, version }) => `${type}@${version}`).sort()).toEqual([
		"containers.engine@1",
		"darwin.nix-package@1",
		"darwin.nix@1",
		"darwin.system@1",
		"file.download@1",
		"file.take-over@1",
		"file.write@1",
		"fleet.write@1",
		"folder.make@1",
		"home.build@1",
		"home.switch@1",
		"nix.install@1",
		"nix.install@2",
		"windows.components@1",
		"windows.distro@1",
		"windows.home@1",
		"windows.nix@1",
		"windows.tailnet@1",
		"windows.wsl-update@1",
	]);
	expect(stepRegistry(types).find({ type: "fleet.write", version: 1, params: {} })).toBeNull();
});
