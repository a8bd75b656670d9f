// The tools inside Hearth's own Linux. Everything in there goes with it, so undoing leaves it to the Linux's own step.
import { z } from "zod";
import { isNixRecent, readNixVersion } from "../../../main/tools/nix/nix-program.ts";
import { openWsl, type Wsl } from "../../../main/tools/wsl/wsl.ts";
import { receiptState } from "../../elevate/installer-plan.ts";
import { type Step, StepFault, type StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";
import { mustEndWell } from "./windows-tools.ts";

const paramsSchema = z.strictObject({
	distro: z.string().min(1),
	/** The installer for Linux, as Windows sees it. */
	installer: z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
});
type InsideNixParams = z.infer<typeof paramsSchema>;

export function insideNixStep(): StepType {
	return { type: "windows.nix", version: 1, open: (params) => step(paramsSchema.parse(params)) };
}

const installMs = 60 * 60_000;
const callMs = 120_000;
const place = "/opt/hearth/nix-installer";
const quiet = ["/usr/bin/env", "NIX_INSTALLER_DIAGNOSTIC_ENDPOINT="] as const;

type Inside = "none" | "half" | "whole";

async function lookInside(wsl: Wsl, distro: string, signal: AbortSignal): Promise<Inside> {
	const options = { timeoutMs: callMs, signal };
	const receipt = await wsl.inside(distro, "root", ["/usr/bin/cat", "/nix/receipt.json"], options);
	if (receipt.code !== 0) return "none";
	if (receiptState(receipt.stdout) === "half") return "half";
	const nix = ["/nix/var/nix/profiles/default/bin/nix", "--version"] as const;
	const asked = await wsl.inside(distro, "root", nix, options);
	const version = asked.code === 0 ? readNixVersion(asked.stdout) : null;
	return version !== null && isNixRecent(version) ? "whole" : "half";
}

/** Memory: `begun`; `left`, that undoing leaves it to the Linux it is in. */
function step({ distro, installer }: InsideNixParams): Step {
	const isThere = async (wsl: Wsl, signal: AbortSignal) =>
		(await wsl.distros(signal)).some(({ name, ready }) => name === distro && ready);
	return {
		describe: () => ({
			title: words("setup.step.inside-tools", { name: distro }),
			changes: [{ kind: "program", how: "adds", place: `${distro}: /nix` }],
			diskBytes: 2 * 2 ** 30,
			rights: "person",
			undone: words("setup.undone.inside", { name: distro }),
			byHand: words("setup.by-hand.own-linux", { name: distro }),
			seconds: { from: 60, to: 600 },
		}),
		async probe({ run, memory, signal }) {
			const wsl = openWsl(run);
			// Before its Linux is there, and after it was taken back, there is nothing.
			if (memory?.begun !== true || memory.left === true || !(await isThere(wsl, signal))) return { found: "absent" };
			const found = await lookInside(wsl, distro, signal);
			return { found: found === "whole" ? "ours" : "partial" };
		},
		async act({ run, remember, signal }) {
			const wsl = openWsl(run);
			const root = (argv: readonly [string, ...string[]], timeoutMs = callMs) =>
				wsl.inside(distro, "root", argv, { timeoutMs, signal });
			remember({ begun: true });
			const path = mustEndWell(await root(["/usr/bin/wslpath", "-u", installer.path])).stdout.trim();
			mustEndWell(await root(["/usr/bin/install", "-D", "-m", "0755", path, place]));
			const sum = mustEndWell(await root(["/usr/bin/sha256sum", place])).stdout.split(/\s/)[0];
			if (sum !== installer.sha256) {
				throw new StepFault(words("setup.fault.download-changed", { path: installer.path }));
			}
			// A second run on top of a half one would claim to be done.
			if ((await lookInside(wsl, distro, signal)) === "half") {
				mustEndWell(await root([...quiet, "/nix/nix-installer", "uninstall", "--no-confirm"], installMs));
			}
			const install = [...quiet, place, "--logger", "json", "install", "linux", "--no-confirm"] as const;
			const end = await root(install, installMs);
			const now = await lookInside(wsl, distro, signal);
			if (now !== "whole") {
				mustEndWell(end);
				throw new StepFault(words("setup.failure.half-installed.what", {}));
			}
		},
		async undo({ memory, remember }) {
			if (memory !== null) remember({ ...memory, left: true });
			return [];
		},
	};
}
