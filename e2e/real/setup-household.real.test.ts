// Setup from an invite whose household keeps a list of tools, in a real Nix: not on the list, on it with another folder, on
// it; built, put in place without the invite, gone on with a newer list, and taken back. No secret of the invite stays.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settledParts } from "../../main/contract/setup.ts";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { leaked, testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import { quietly } from "./home/home-engine.ts";
import { type HouseholdScene, me, openHousehold } from "./home/household-scene.ts";
import { differences, fillHome, pictureHome } from "./home/person-home.ts";
import { whyNoNix } from "./nix/real-nix.ts";

const missing = whyNoNix();
const thisPc = { home: "this-pc" } as const;

describe.skipIf(missing)(`a household's list${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let scene: HouseholdScene;
	beforeAll(async () => {
		scene = await openHousehold();
	});
	afterAll(() => scene?.close());

	test("asked for, refused with what to add, built, placed, renewed, and taken back to the last file", async () => {
		const { stage, engine, look, agree } = scene;
		const keep = (homes: Record<string, string>) => scene.list("household", homes);
		fillHome(stage.home);
		const list = await keep({ "linden@elsewhere": stage.home });
		const before = pictureHome(stage.home);
		const hadStore = existsSync("/nix");
		const given = testInvite(systemClock.now(), { fleet: `path:${list}` });
		const invite = { home: "invite", link: given.link } as const;

		const unknown = await look(invite);
		expect(unknown.ids).toEqual([]);
		expect(unknown.shown.cannot[0]).toMatchObject({
			id: "tools",
			why: { code: "setup.cannot.not-on-list", args: { home: "Linden home" } },
			next: { code: "setup.cannot.ask-entry", args: { inviter: "Rowan", entry: me } },
		});
		const entry = JSON.parse(unknown.shown.cannot[0]?.entry ?? "");
		expect(entry.homes).toMatchObject({ [me]: { person: "linden", directory: stage.home } });
		expect(unknown.shown.notes.map(({ code }) => code)).toEqual(["setup.note.invite-later"]);

		await keep({ [me]: "/somewhere/else" });
		expect((await look(invite)).shown.cannot[0]).toMatchObject({
			why: { code: "setup.cannot.list-other-folder", args: { folder: "/somewhere/else" } },
		});

		await keep({ [me]: stage.home });
		const first = await look(invite);
		expect(first.ids).toEqual(["tools.household.build"]);
		expect(first.shown.notes.map(({ code }) => code)).toEqual(["setup.note.invite-later", "setup.note.invite-list"]);
		expect(differences(before, pictureHome(stage.home))).toEqual([]);
		expect(await agree(first, ["tools"])).toMatchObject({ end: "done", why: null });
		expect(differences(before, pictureHome(stage.home))).toEqual([]);

		// The invite is gone by now, as after a restart: what stands goes on without it.
		const second = await look(thisPc);
		expect(second.ids).toEqual(["tools.household.build", "home.home.switch"]);
		expect(settledParts(second.shown, engine.status())).toEqual(["tools"]);
		expect(await agree(second, ["tools", "home"])).toMatchObject({ end: "done", why: null });
		expect(existsSync(join(stage.home, ".local/state/nix/profiles/home-manager"))).toBe(true);
		for (const answer of [thisPc, invite]) {
			expect(settledParts((await look(answer)).shown, engine.status())).toEqual(["tools", "home"]);
		}

		// A newer list is another plan, and only with an invite: nothing is fetched unasked.
		const base = join(list, "modules/home/base.nix");
		const tool = `  home.file.".tool".text = "from the list\\n";\n}\n`;
		writeFileSync(base, readFileSync(base, "utf8").replace(/\}\s*$/, tool));
		expect(settledParts((await look(thisPc)).shown, engine.status())).toEqual(["tools", "home"]);
		const newer = await look(invite);
		expect(newer.shown.hash).not.toBe(first.shown.hash);
		expect(newer.ids).toEqual(["tools.household.build"]);
		expect(await agree(newer, ["tools"])).toMatchObject({ end: "done", why: null });
		const renewed = await look(thisPc);
		expect(renewed.ids).toEqual(["tools.household.build", "home.home.switch"]);
		expect(settledParts(renewed.shown, engine.status())).toEqual(["tools"]);
		expect(await agree(renewed, ["tools", "home"])).toMatchObject({ end: "done", why: null });
		expect(settledParts((await look(invite)).shown, engine.status())).toEqual(["tools", "home"]);
		expect(readFileSync(join(stage.home, ".tool"), "utf8")).toBe("from the list\n");

		rmSync(list, { recursive: true });
		expect((await look(invite)).shown.cannot[0]).toMatchObject({
			why: { code: "setup.cannot.no-list-there" },
			next: { code: "setup.cannot.ask-list", args: { inviter: "Rowan" } },
		});
		expect((await engine.undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
		expect(differences(before, pictureHome(stage.home))).toEqual([]);
		expect((await look(thisPc)).ids).toEqual(["tools.fleet", "tools.home.build"]);
		expect(existsSync("/nix")).toBe(hadStore);

		const kept = scene.kept();
		expect(kept.join()).toContain("household.build");
		expect(leaked(given, ...scene.said, ...kept)).toEqual([]);
	});

	test("looking runs nothing of it, whatever it asks for, and takes no other folder for a list", async () => {
		const { stage, look, list } = scene;
		const from = (fleet: string) => ({ home: "invite", link: testInvite(systemClock.now(), { fleet }).link }) as const;
		const folder = await list("hostile", { [me]: stage.home });
		const mark = join(stage.folder, "ran");
		const flake = readFileSync(join(folder, "flake.nix"), "utf8");
		const runs = `derivation { name = "run"; system = builtins.currentSystem or "${process.arch === "arm64" ? "aarch64" : "x86_64"}-linux"; builder = "/bin/sh"; args = [ "-c" "echo yes > ${mark}; echo '{}' > $out" ]; }`;
		const changed = flake.replace(
			"./inventory.json",
			`(if builtins.readFile (${runs}) == "" then ./x else ./inventory.json)`,
		);
		expect(changed).not.toBe(flake);
		writeFileSync(join(folder, "flake.nix"), changed);
		expect((await look(from(`path:${folder}`))).shown.cannot[0]).toMatchObject({
			why: { code: "setup.cannot.list-unreadable" },
		});
		expect(existsSync(mark)).toBe(false);

		// Nix copies the whole folder to where everybody on the PC can read it before it looks for a list there.
		writeFileSync(join(stage.home, "diary"), "mine alone\n");
		const store = readdirSync(stage.env.NIX_STORE_DIR ?? "");
		expect((await look(from(`path:${stage.home}`))).shown.cannot[0]).toMatchObject({
			why: { code: "setup.cannot.no-list-there" },
		});
		expect(readdirSync(stage.env.NIX_STORE_DIR ?? "")).toEqual(store);
	});
});
