// Every step type that was ever released stays, or a journal could no longer be undone.
import { expect, test } from "vitest";
import type { RunCommand } from "../main/tools/run-command/run-command.ts";
import { stepRegistry } from "./engine/registry.ts";
import { comeBackHere, releasedStepTypes } from "./open-setup.ts";

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
		"windows.fleet@1",
		"windows.home@1",
		"windows.nix@1",
		"windows.tailnet@1",
		"windows.wsl-update@1",
	]);
	expect(stepRegistry(types).find({ type: "fleet.write", version: 1, params: {} })).toBeNull();
});

test("only Windows calls Hearth back after a restart: the app, at the place where its data is by itself", async () => {
	for (const platform of ["linux", "darwin"] as const) {
		expect(comeBackHere("/data", "/node", { platform, env: {} })).toBeNull();
	}
	const said: string[] = [];
	const nothing = { text: "", leftOut: 0 };
	const run: RunCommand = async (argv) => {
		said.push(argv.join(" "));
		return { end: "exit", code: 0, stdout: { text: '"Label","S-1-16-8192"', leftOut: 0 }, stderr: nothing };
	};
	const env = { HEARTH_APP_COMMAND: '["/c/Hearth.exe"]', XDG_STATE_HOME: "/state" };
	const ask = (data: string) =>
		comeBackHere(data, "/c/node", { platform: "win32", env })?.ask({ run, signal: new AbortController().signal });
	expect(await ask("/state/hearth")).toBe(true);
	expect(said.at(-1)).toBe(
		"reg.exe add HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\RunOnce /v HearthSetup /t REG_SZ /d " +
			'"/c/Hearth.exe" hearth://open/setup /f',
	);
	said.length = 0;
	// The app cannot be told another place; without a built command line nothing is called.
	await ask("/elsewhere");
	expect(said.join("\n")).not.toContain("Hearth.exe");
});
