// The person's home inside Hearth's own Linux: built as its user, made current, activated. It goes with the Linux.
import { z } from "zod";
import { openWsl, type Wsl } from "../../../main/tools/wsl/wsl.ts";
import { type Step, StepFault, type StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";
import { mustEndWell } from "./windows-tools.ts";

const paramsSchema = z.strictObject({
	distro: z.string().min(1),
	user: z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/),
	/** A flake's address, as seen from inside. */
	flake: z.string().regex(/^[A-Za-z0-9][^\s"#]*$|^\/[^\s"#]*$/),
	/** The home's name in it, e.g. ada@laptop. */
	home: z.string().regex(/^[A-Za-z0-9@._-]+$/),
});
type InsideHomeParams = z.infer<typeof paramsSchema>;

export function insideHomeStep(): StepType {
	return { type: "windows.home", version: 1, open: (params) => step(paramsSchema.parse(params)) };
}

const buildMs = 2 * 60 * 60_000;
const callMs = 10 * 60_000;
const bin = "/nix/var/nix/profiles/default/bin";
const storePath = /^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[A-Za-z0-9+._?=-]+$/;

/** Memory: `generation`, once built; `extension`, of files it puts aside; `left`, that it goes with its Linux. */
function step({ distro, user, flake, home }: InsideHomeParams): Step {
	const profile = `/home/${user}/.local/state/nix/profiles/home-manager`;
	const isCurrent = async (wsl: Wsl, generation: unknown, signal: AbortSignal) => {
		const current = [
			"/usr/bin/readlink",
			"-f",
			`/home/${user}/.local/state/home-manager/gcroots/current-home`,
		] as const;
		const end = await wsl.inside(distro, user, current, { timeoutMs: callMs, signal });
		return end.code === 0 && typeof generation === "string" && end.stdout.trim() === generation;
	};
	return {
		describe: () => ({
			title: words("setup.step.inside-home", { name: distro }),
			changes: [{ kind: "folder", how: "changes", place: `${distro}: /home/${user}` }],
			diskBytes: 2 * 2 ** 30,
			rights: "person",
			undone: words("setup.undone.inside", { name: distro }),
			byHand: words("setup.by-hand.own-linux", { name: distro }),
			seconds: { from: 60, to: 1800 },
		}),
		async probe({ run, memory, signal }) {
			const wsl = openWsl(run);
			if (typeof memory?.generation !== "string" || memory.left === true) return { found: "absent" };
			const there = (await wsl.distros(signal)).some(({ name, ready }) => name === distro && ready);
			if (!there) return { found: "absent" };
			return { found: (await isCurrent(wsl, memory.generation, signal)) ? "ours" : "partial" };
		},
		async act({ run, remember, newId, signal }) {
			const wsl = openWsl(run);
			const as = (argv: readonly [string, ...string[]], timeoutMs = callMs, env: readonly string[] = []) =>
				wsl.inside(distro, user, ["/usr/bin/env", `PATH=${bin}:/usr/bin:/bin`, ...env, ...argv], { timeoutMs, signal });
			const attribute = `${flake}#homeConfigurations."${home}".activationPackage`;
			const flags = ["--extra-experimental-features", "nix-command flakes", "--no-link", "--print-out-paths"];
			const built = mustEndWell(await as([`${bin}/nix`, "build", attribute, ...flags], buildMs), { doing: "build" });
			const generation = built.stdout.trim().split("\n").at(-1) ?? "";
			if (!storePath.test(generation)) throw new StepFault(words("setup.fault.not-there", {}));
			// A second file of the same name would stop the activation: one ending for each try.
			const extension = `before-hearth-${newId()}`;
			remember({ generation, extension });
			mustEndWell(await as([`${bin}/nix-env`, "--profile", profile, "--set", generation]));
			const backup = [`HOME_MANAGER_BACKUP_EXT=${extension}`];
			mustEndWell(await as([`${generation}/activate`, "--driver-version", "1"], buildMs, backup));
		},
		async undo({ memory, remember }) {
			if (memory !== null) remember({ ...memory, left: true });
			return [];
		},
	};
}
