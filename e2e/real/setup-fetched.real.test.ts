// A household's list that is fetched: from a server on this PC, over https, by a real Nix. What is built is what was looked
// at, whatever the server hands out by then.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { settledParts } from "../../main/contract/setup.ts";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { testInvite } from "../../main/tools/crypto/fixture-invite.ts";
import { homeBuildParamsSchema } from "../../nix-installer/steps/common/home-build.ts";
import { quietly } from "./home/home-engine.ts";
import { type HouseholdScene, me, openHousehold } from "./home/household-scene.ts";
import { whyNoNix } from "./nix/real-nix.ts";

const noTool = ["openssl", "tar"].find((name) => spawnSync(name, ["--version"]).error !== undefined);
const missing = whyNoNix() ?? (noTool && process.env.CI !== "true" ? `${noTool} is not here` : null);

describe.skipIf(missing)(`a list that is fetched${missing ? ` (skipped: ${missing})` : ""}`, () => {
	let folder: string;
	let server: Server;
	let scene: HouseholdScene;
	let archive = "";
	let asked = 0;
	beforeAll(async () => {
		folder = mkdtempSync(join(tmpdir(), "hearth-fetched-"));
		const [key, cert] = [join(folder, "key"), join(folder, "cert")];
		const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2"];
		const flags = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", cert, ...subject];
		execFileSync("openssl", flags, { stdio: "ignore" });
		server = createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (_request, response) => {
			asked++;
			response.end(readFileSync(archive));
		});
		await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
		scene = await openHousehold({ NIX_SSL_CERT_FILE: cert, SSL_CERT_FILE: cert });
	});
	afterAll(async () => {
		await scene?.close();
		await new Promise((resolve) => server?.close(resolve));
		rmSync(folder, { recursive: true, force: true });
	});

	/** Hands out the list with these homes from now on. */
	const handOut = async (name: string, homes: Record<string, string>) => {
		const list = await scene.list(name, homes);
		archive = join(folder, `${name}.tar.gz`);
		execFileSync("tar", ["-czf", archive, "-C", join(list, ".."), name]);
	};

	test("is pinned when it is shown; another one later is another plan", async () => {
		const { stage, engine, look, agree } = scene;
		await handOut("one", { [me]: stage.home });
		const { port } = server.address() as AddressInfo;
		const fleet = `https://localhost:${port}/list.tar.gz`;
		const invite = { home: "invite", link: testInvite(systemClock.now(), { fleet }).link } as const;
		const first = await look(invite);
		expect(first.ids).toEqual(["tools.household.build"]);
		const { flake, narHash } = homeBuildParamsSchema.parse(first.shown.plan.steps[0]?.params);
		expect(flake).toMatch(/^https:\/\/localhost:\d+\/list\.tar\.gz\?.*narHash=sha256-/);
		expect(asked).toBeGreaterThan(0);

		await handOut("two", { [me]: stage.home, "linden@cellar": stage.home });
		expect(await agree(first, ["tools"])).toMatchObject({
			end: "failed",
			why: { code: "setup.fault.home-plan-changed" },
		});
		expect((await engine.undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });

		const second = await look(invite);
		const newer = homeBuildParamsSchema.parse(second.shown.plan.steps[0]?.params);
		expect(newer.narHash).not.toBe(narHash);
		expect(await agree(second, ["tools"])).toMatchObject({ end: "done", why: null });
		expect(settledParts((await look(invite)).shown, engine.status())).toEqual(["tools"]);
		// Without the invite nothing is fetched.
		const before = asked;
		expect((await look({ home: "this-pc" })).ids).toEqual(["tools.household.build", "home.home.switch"]);
		expect(asked).toBe(before);
		expect((await engine.undo(quietly())).status).toMatchObject({ phase: "none", leftovers: [] });
	});
});
