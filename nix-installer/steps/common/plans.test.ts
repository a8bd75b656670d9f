// What Windows PCs and Macs want is known to the steps that do it, in an order that can be taken back.
import { describe, expect, test } from "vitest";
import en from "../../../assets/words/en.json" with { type: "json" };
import { speaker } from "../../../main/contract/words.ts";
import type { RunElevated } from "../../elevate/elevated.ts";
import { makePlan } from "../../engine/plan.ts";
import { stepRegistry } from "../../engine/registry.ts";
import { darwinStepTypes, wantedOnMac } from "../darwin/darwin-plan.ts";
import { wantedInsideWindows, wantedOnWindows, windowsStepTypes } from "../windows/windows-plan.ts";
import { containerEngineStep } from "./container-engine.ts";
import { downloadFileStep } from "./download-file.ts";

const nobody: RunElevated = () => Promise.reject(new Error("a plan asks nobody"));
const registry = stepRegistry([
	downloadFileStep(),
	containerEngineStep(),
	...windowsStepTypes({ elevate: nobody, bootedAt: () => 0 }),
	...darwinStepTypes({ elevate: nobody, root: "/", home: "/Users/ada", path: undefined, named: undefined }),
]);
const pinned = { name: "Linux", url: "https://example.org/file", sha256: "a".repeat(64), bytes: 400_000_000 };
const say = speaker(en, "en");

const plans = {
	"a Windows PC": wantedOnWindows({
		...{ build: 26_100, distro: "Hearth", user: "ada", folder: "/c/hearth", image: pinned, installer: pinned },
		tailnet: true,
	}).map((one) => ({
		...one,
		// Paths of Windows are no absolute paths where this test runs.
		params: JSON.parse(JSON.stringify(one.params).replaceAll("\\\\", "/")),
	})),
	"tools on a Windows PC": wantedInsideWindows({
		...{ distro: "Hearth", user: "hearth", files: { "flake.nix": "{ }\n" }, home: "hearth@laptop" },
	}),
	"a Mac by package": wantedOnMac({
		...{ folder: "/Users/ada/x", by: "package", download: pinned, settings: {} },
	}),
	"a Mac by plan": wantedOnMac({
		...{ folder: "/Users/ada/x", by: "plan", download: pinned, settings: { buildGroupId: 350 } },
	}),
	"an engine": [{ id: "engine", type: "containers.engine", version: 1, params: { how: "colima", product: "colima" } }],
};

describe.each(Object.entries(plans))("%s", (_, wanted) => {
	test("has a plan that says what changes, in words a family can read", () => {
		const { plan } = makePlan(registry, wanted);
		expect(plan.steps).toHaveLength(wanted.length);
		for (const { shown } of plan.steps) {
			for (const { code, args } of [shown.title, shown.undone, shown.byHand]) {
				const text = say(code, args).replace(/\/\S+/g, "file");
				expect(text, code).not.toMatch(/[{}]|undefined|\b(wsl|daemon|sandbox|systemd)\b/i);
				for (const sentence of text.split(/[.!?:](?:\s|$)/)) {
					expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(20);
				}
			}
			expect(shown.changes.length).toBeGreaterThan(0);
			expect(shown.seconds.to).toBeGreaterThan(shown.seconds.from);
		}
	});
});

test("what others stand on is set up before them", () => {
	const order = plans["a Windows PC"].map(({ id }) => id);
	expect(order).toEqual(["components", "wsl-update", "image", "distro", "installer", "nix", "tailnet"]);
	expect(plans["tools on a Windows PC"].map(({ id }) => id)).toEqual(["list", "home"]);
	expect(plans["a Mac by package"].map(({ id }) => id)).toEqual(["download", "nix"]);
});
