// Setup from an invite whose household keeps a list of tools, in a real Nix: not on the list, on it with another folder, on
// it; built, put in place without the invite, gone on with a newer list, and taken back. No secret of the invite stays.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Inventory } from "../../main/contract/inventory.ts";
import { type SetupAnswer, type SetupPartId, settledParts, shownSetupSchema } from "../../main/contract/setup.ts";
import { inventoryText } from "../../main/core/inventory.ts";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { leaked, testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import { newKeyPair } from "../../main/tools/crypto/keys.ts";
import { choicesOf } from "../../main/tools/crypto/setup-choices.ts";
import { runCommand } from "../../main/tools/run-command/run-command.ts";
import { setupEngine } from "../../nix-installer/engine/engine.ts";
import { stepRegistry } from "../../nix-installer/engine/registry.ts";
import { releasedStepTypes } from "../../nix-installer/open-setup.ts";
import { agreedPlan, showPlan } from "../../nix-installer/plans/setup-plan.ts";
import { wantHere } from "../../nix-installer/plans/want-here.ts";
import { systemReaders } from "../../nix-installer/preflight/read-preflight.ts";
import { homeKey } from "../../nix-installer/steps/common/fleet-entry.ts";
import { quietly } from "./home/home-engine.ts";
import { differences, fillHome, pictureHome } from "./home/person-home.ts";
import { copyFleet, nixInputs } from "./nix/fleet-flake.ts";
import { type NixStage, openNixStage, whyNoNix } from "./nix/real-nix.ts";

const missing = whyNoNix();
const thisPc = { home: "this-pc" } as const;
const me = homeKey({ user: "linden", host: hostname() });

describe.skipIf(missing)(`a household's list${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let stage: NixStage;
	let data: string;
	beforeAll(async () => {
		stage = await openNixStage({ user: "linden" });
		data = mkdtempSync(join(tmpdir(), "hearth-household-data-"));
		// As in a process of its own: without this, asking Nix whether it answers would make a store at /nix.
		for (const [name, value] of Object.entries(stage.env)) vi.stubEnv(name, value);
		console.log(`household: Nix ${stage.nix.version}, ${nixInputs.kind}`);
	});
	afterAll(async () => {
		vi.unstubAllEnvs();
		rmSync(data, { recursive: true, force: true });
		await stage?.close();
	});

	/** The household's list with these homes in it, by the folder each says. */
	const inventory = (homes: Record<string, string>): Inventory => ({
		version: 1,
		classes: { pc: { kind: "linux", system: process.arch === "arm64" ? "aarch64-linux" : "x86_64-linux", parts: [] } },
		people: { linden: { name: "Linden" } },
		hosts: Object.fromEntries(Object.keys(homes).map((key) => [key.split("@")[1], { class: "pc" }])),
		homes: Object.fromEntries(
			Object.entries(homes).map(([key, directory]) => [
				key,
				{ person: "linden", directory, parts: [], madeWith: "26.05" },
			]),
		),
	});

	test("asked for, refused with what to add, built, placed, renewed, and taken back to the last file", async () => {
		fillHome(stage.home);
		const list = await copyFleet(stage, "household", inventory({ "linden@elsewhere": stage.home }));
		const keep = (homes: Record<string, string>) =>
			writeFileSync(join(list, "inventory.json"), inventoryText(inventory(homes)));
		const before = pictureHome(stage.home);
		const hadStore = existsSync("/nix");
		const env = { ...stage.env, HEARTH_NIX: stage.nix.bin, HEARTH_FLEET_INPUTS: nixInputs.folder };
		const engine = setupEngine({
			directory: join(data, "setup"),
			registry: stepRegistry(releasedStepTypes(async () => ({ end: "refused", why: "nobody is asked here" }), env)),
			run: runCommand,
			clock: systemClock,
			newId: () => crypto.randomUUID(),
		});
		const engines = {
			platform: "linux" as const,
			search: async () => ({ endpoint: null, denied: [] }),
			answers: async () => false,
		};
		const said: string[] = [];
		const look = async (answer: SetupAnswer) => {
			const choices = choicesOf(answer, systemClock.now());
			const wanted = await wantHere(data, { ...systemReaders(), home: stage.home, env }, { engines })(choices);
			const shown = showPlan(engine, choices, wanted);
			said.push(JSON.stringify(shownSetupSchema.parse(shown)));
			return { wanted, shown, ids: shown.plan.steps.map(({ id }) => id) };
		};
		const agree = async ({ wanted, shown }: Awaited<ReturnType<typeof look>>, parts: SetupPartId[]) => {
			const result = await engine.apply(agreedPlan(engine, wanted, { hash: shown.hash, parts }), {
				...quietly(),
				onEvent: (event) => void said.push(JSON.stringify(event)),
			});
			said.push(JSON.stringify(result));
			return result;
		};
		const key = newKeyPair();
		const given = testInvite(systemClock.now(), { fleet: `path:${list}` }, key);
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

		keep({ [me]: "/somewhere/else" });
		expect((await look(invite)).shown.cannot[0]).toMatchObject({
			why: { code: "setup.cannot.list-other-folder", args: { folder: "/somewhere/else" } },
		});

		keep({ [me]: stage.home });
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
		expect(settledParts((await look(thisPc)).shown, engine.status())).toEqual(["tools", "home"]);
		expect(settledParts((await look(invite)).shown, engine.status())).toEqual(["tools", "home"]);

		// A newer list is another plan, and only with an invite: nothing is fetched unasked.
		keep({ [me]: stage.home, "linden@cellar": stage.home });
		expect(settledParts((await look(thisPc)).shown, engine.status())).toEqual(["tools", "home"]);
		const newer = await look(invite);
		expect(newer.shown.hash).not.toBe(first.shown.hash);
		expect(newer.ids).toEqual(["tools.household.build"]);

		rmSync(list, { recursive: true });
		expect((await look(invite)).shown.cannot[0]).toMatchObject({
			why: { code: "setup.cannot.list-unreadable" },
			next: { code: "setup.cannot.ask-list", args: { inviter: "Rowan" } },
		});
		expect((await engine.undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
		expect(differences(before, pictureHome(stage.home))).toEqual([]);
		expect((await look(thisPc)).ids).toEqual(["tools.fleet", "tools.home.build"]);
		expect(existsSync("/nix")).toBe(hadStore);

		const files = readdirSync(data, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
		const kept = files.map((one) => readFileSync(join(one.parentPath, one.name), "utf8"));
		expect(kept.join()).toContain("household.build");
		expect(leaked(given, ...said, ...kept)).toEqual([]);
	});
});
