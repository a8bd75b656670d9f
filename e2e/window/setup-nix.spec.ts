// Setup of a real home by mouse, in a real Nix of its own: got ready, every file shown, put in place, taken out again.
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@playwright/test";
import { openScene } from "../harness/scene.ts";
import { differences, pictureHome } from "../real/home/person-home.ts";
import { copyFleet, nixInputs } from "../real/nix/fleet-flake.ts";
import { openNixStage, whyNoNix } from "../real/nix/real-nix.ts";
import { noChromium } from "./chromium.ts";
import { judge } from "./judge.ts";
import { SetupPage } from "./pages/setup-page.ts";
import { newProfile, openWindow } from "./real-window.ts";

const missing = noChromium || whyNoNix() || "";

test(`sets up a real home and takes it out again${missing ? ` (skipped: ${missing})` : ""}`, async ({ browser }) => {
	test.skip(missing !== "", missing);
	test.setTimeout(240_000);
	const nix = await openNixStage({ user: "linden" });
	const scene = openScene();
	const profile = await newProfile(browser);
	try {
		const system = process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux";
		const fleet = await copyFleet(nix, "fleet", {
			version: 1,
			classes: { pc: { kind: "linux", system, parts: [] } },
			people: { linden: { name: "Linden", email: "linden@example.org" } },
			hosts: { attic: { class: "pc" } },
			homes: { "linden@attic": { person: "linden", directory: nix.home, parts: [], madeWith: "26.05" } },
		});
		const base = join(fleet, "modules/home/base.nix");
		const text = readFileSync(base, "utf8");
		writeFileSync(base, text.replace(/\}\s*$/, `  home.file.".tool".text = "from the list\\n";\n}\n`));
		writeFileSync(join(nix.home, ".tool"), "my own\n");
		const before = pictureHome(nix.home);
		const agent = await scene.agent({
			env: { ...nix.env, HEARTH_NIX: nix.nix.bin, HEARTH_FLEET: fleet, HEARTH_FLEET_INPUTS: nixInputs.folder },
		});
		const setup = new SetupPage(await openWindow(profile, agent.door));
		await setup.openPage("Set up");
		await expect(setup.row("Your tools")).toContainText("Not started", { timeout: 60_000 });
		await expect(setup.row("Your settings")).toContainText("Cannot start yet");
		await setup.begin();
		await setup.chooseThisPc();
		await setup.link("Next").click({ timeout: 60_000 });
		await expect(setup.sentence).toHaveText("Get your tools ready?");
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("What you agreed to is done.", { timeout: 90_000 });
		expect(differences(before, pictureHome(nix.home))).toEqual([]);

		await expect(setup.row("Your settings")).toContainText("Not started", { timeout: 60_000 });
		await setup.link("See what is next").click();
		await setup.link("Next").click({ timeout: 60_000 });
		await expect(setup.sentence).toHaveText("Put your tools and settings in place?");
		await expect(setup.sheet("What it changes")).toContainText(join(nix.home, ".tool"));
		await judge(setup.page, "setup-real-home");
		await setup.button("Yes, do this").click();
		await expect(setup.sentence).toHaveText("This PC is set up.", { timeout: 90_000 });
		expect(readFileSync(join(nix.home, ".tool"), "utf8")).toBe("from the list\n");
		console.log(`set up with Nix ${nix.nix.version}, ${nixInputs.kind}`);

		await setup.link("Remove Hearth").click();
		await setup.button("Remove these 2 things").click();
		await expect(setup.sentence).toHaveText("Nothing left.", { timeout: 90_000 });
		expect(existsSync(join(nix.home, ".tool"))).toBe(true);
		expect(differences(before, pictureHome(nix.home))).toEqual([]);
		await expect(setup.row("Your tools")).toContainText("Not started", { timeout: 60_000 });
	} finally {
		await profile.close();
		await scene.end();
		await nix.close();
	}
});
