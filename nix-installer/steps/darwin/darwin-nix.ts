// The tools on a Mac: the installer makes its plan, and exactly the plan whose actions were shown is installed, in one
// question. Or macOS' own installer with the vendor's package. What is done is read from the receipt, never from an exit code.
import { z } from "zod";
import { isNixRecent } from "../../../main/tools/nix/nix-program.ts";
import { type ElevatedAct, elevatedActSchema, pinnedFileSchema } from "../../elevate/elevated.ts";
import { type ProbeContext, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";
import { type DarwinTools, daemonRuns, isLeftover, mustBeDone, nixHere, readReceipt } from "./darwin-tools.ts";

const settingsSchema = elevatedActSchema.options[0].shape.settings;
const planParamsSchema = z.strictObject({
	installer: pinnedFileSchema,
	/** The plan's top-level actions, in order: what the person is shown. */
	actions: z.array(z.string()).min(1).max(50),
	settings: settingsSchema,
});
const packageParamsSchema = z.strictObject({ file: pinnedFileSchema, team: z.string().regex(/^[A-Z0-9]{10}$/) });

/** Determinate's own signature of its package. */
export const determinateTeam = "X3JQ4VPJZ6";
/** The plan of version 3.21 for a Mac. */
export const macPlanActions: readonly string[] = [
	...["provision_determinate_nixd", "create_determinate_nix_volume", "provision_nix", "create_users_and_group"],
	...["set_tmutil_exclusions", "configure_nix", "configure_remote_building", "create_nix_hook_service"],
	...["configure_determinate_nixd_init_service", "remove_directory"],
];

export function darwinNixStep(tools: DarwinTools): StepType {
	return {
		type: "darwin.nix",
		version: 1,
		open(params) {
			const { installer, actions, settings } = planParamsSchema.parse(params);
			return step(tools, [
				{ verb: "plan", installer, planner: "macos", settings },
				{ verb: "install-plan", installer, plan: { actions } },
			]);
		},
	};
}

export function darwinPackageStep(tools: DarwinTools): StepType {
	return {
		type: "darwin.nix-package",
		version: 1,
		open: (params) => step(tools, [{ verb: "install-package", ...packageParamsSchema.parse(params) }]),
	};
}

const places = [
	{ kind: "folder", how: "adds", place: "/nix" },
	{ kind: "account", how: "adds", place: "_nixbld1 … _nixbld32" },
	{ kind: "file", how: "changes", place: "/etc/synthetic.conf" },
	{ kind: "file", how: "changes", place: "/etc/fstab" },
	{ kind: "file", how: "changes", place: "/etc/bashrc" },
	{ kind: "file", how: "changes", place: "/etc/zshrc" },
	{ kind: "file", how: "changes", place: "/etc/zshenv" },
	{ kind: "service", how: "adds", place: "/Library/LaunchDaemons" },
	{ kind: "program", how: "adds", place: "/usr/local/bin/determinate-nixd" },
	{ kind: "setting", how: "adds", place: "Time Machine: /nix" },
] as const;

const byHand = words("setup.by-hand.nix", { command: "sudo /nix/nix-installer uninstall" });

/** Memory: `asked`, that nothing was there when an installation was asked for. */
function step(tools: DarwinTools, install: readonly ElevatedAct[]): Step {
	const works = async ({ run, signal }: Pick<ProbeContext, "run" | "signal">) =>
		(await nixHere(tools, run)) !== null && (await daemonRuns(run, signal));
	return {
		describe: () => ({
			title: words("setup.step.mac-tools", {}),
			changes: [...places],
			diskBytes: 3 * 2 ** 30,
			rights: "administrator",
			undone: words("setup.undone.mac-tools", {}),
			byHand,
			seconds: { from: 60, to: 600 },
		}),
		async probe(context) {
			const receipt = readReceipt(tools);
			if (context.memory?.asked === true) {
				if (receipt === "none") return { found: "absent" };
				return { found: receipt === "whole" && (await works(context)) ? "ours" : "partial" };
			}
			const nix = await nixHere(tools, context.run);
			if (nix && receipt !== "half") {
				if (isNixRecent(nix.version))
					return { found: "theirs", detail: words("setup.found.tools", { version: nix.version }) };
				return { found: "blocked", detail: words("setup.failure.here-too-old.what", { version: nix.version }) };
			}
			const something = receipt !== "none" || isLeftover(tools, "nix/store");
			return something ? { found: "blocked", detail: words("setup.fault.tools-in-the-way", {}) } : { found: "absent" };
		},
		async act({ remember, signal }) {
			remember({ asked: true });
			// On top of a half installation the installer would claim to be done.
			const first: ElevatedAct[] = readReceipt(tools) === "none" ? [] : [{ verb: "uninstall" }];
			const end = await tools.elevate([...first, ...install], { signal });
			mustBeDone(end);
			if (readReceipt(tools) === "half") throw new StepFault(words("setup.failure.half-installed.what", {}));
		},
		async undo({ memory, signal }) {
			if (memory?.asked !== true || readReceipt(tools) === "none") return [];
			const end = await tools.elevate([{ verb: "uninstall" }], { signal });
			try {
				mustBeDone(end);
			} catch (error) {
				if (end.end !== "declined" && end.end !== "no-prompt") throw error;
				const what = words(end.end === "declined" ? "setup.left.declined" : "setup.left.no-prompt", {});
				return [{ what, remove: byHand }];
			}
			return [];
		},
	};
}
