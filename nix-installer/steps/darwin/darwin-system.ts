// The settings of a Mac from the household's flake: built as the person, who sees its progress and needs no rights, and
// activated by the administrator's helper, which runs nothing but what was built.
import { z } from "zod";
import { runNix } from "../../../main/tools/nix/nix-program.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { type Memory, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { recogniseFailure } from "../../failures/recognise.ts";
import { words } from "../common/files.ts";
import { type DarwinTools, isLeftover, mustBeDone, nixHere, readLink } from "./darwin-tools.ts";

const flakeSchema = z.string().regex(/^[A-Za-z0-9/][^\s"#]*$/);
const paramsSchema = z.strictObject({
	/** The household's flake. */
	flake: flakeSchema,
	/** This Mac's name in it. */
	host: z.string().regex(/^[A-Za-z0-9._-]+$/),
	/** The flake's revision as it was shown; null: whatever it is now. */
	revision: z
		.string()
		.regex(/^[0-9a-f]{40}$/)
		.nullable(),
	/** Digest of the flake's own files as they were shown, for one without revisions. */
	narHash: z
		.string()
		.regex(/^sha256-[A-Za-z0-9+/=]+$/)
		.optional(),
	/** The flake whose darwin-uninstaller takes it back. */
	darwin: flakeSchema,
});
type DarwinSystemParams = z.infer<typeof paramsSchema>;

export function darwinSystemStep(tools: DarwinTools): StepType {
	return { type: "darwin.system", version: 1, open: (params) => step(tools, paramsSchema.parse(params)) };
}

const current = "run/current-system";
const buildMs = 2 * 60 * 60_000;
const storePath = /^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[A-Za-z0-9+._?=-]+$/;

const metadataSchema = z.object({
	revision: z.string().optional(),
	locked: z.object({ narHash: z.string().optional() }).optional(),
});

const byHand = words("setup.by-hand.nix", { command: "sudo darwin-uninstaller" });

/** Memory: `before`, the system that was current, or null; `system`, the one that was built. */
function step(tools: DarwinTools, { flake, host, revision, narHash, darwin }: DarwinSystemParams): Step {
	return {
		describe: () => ({
			title: words("setup.step.mac-system", {}),
			changes: [
				{ kind: "setting", how: "changes", place: `${flake}#${host}` },
				{ kind: "file", how: "changes", place: "/etc" },
				{ kind: "folder", how: "adds", place: "/run/current-system" },
			],
			diskBytes: 4 * 2 ** 30,
			rights: "administrator",
			undone: words("setup.undone.mac-system", {}),
			byHand,
			seconds: { from: 60, to: 3600 },
		}),
		async probe({ memory }) {
			const now = readLink(tools, current);
			if (typeof memory?.system === "string" && now === memory.system) return { found: "ours" };
			if (now === null) return { found: "absent" };
			if (memory === null || memory.undone === true) {
				return memory ? { found: "absent" } : { found: "theirs", detail: words("setup.found.mac-system", {}) };
			}
			// The one before, and a newer one that the person made from ours.
			return { found: now === memory.before ? "absent" : "partial" };
		},
		async act({ run, signal, remember }) {
			if (revision !== null || narHash !== undefined) await mustBeShown(run, signal);
			const attribute = `${flake}#darwinConfigurations."${host}".system`;
			const system = await build(run, attribute, signal);
			remember({ before: readLink(tools, current), system });
			mustBeDone(await tools.elevate([{ verb: "activate-darwin", system }], { signal }));
		},
		async undo({ run, signal, memory, remember }) {
			const now = readLink(tools, current);
			if (memory === null || now === null || now === memory.before) return [];
			const before = beforeOf(memory);
			const act = before
				? ({ verb: "activate-darwin", system: before } as const)
				: ({ verb: "remove-darwin", uninstaller: await build(run, `${darwin}#darwin-uninstaller`, signal) } as const);
			const end = await tools.elevate([act], { signal });
			if (end.end === "declined" || end.end === "no-prompt") {
				const what = words(`setup.left.${end.end}`, {});
				return [{ what, remove: byHand }];
			}
			mustBeDone(end, { certificateLinkDangles: dangles() });
			remember({ ...memory, undone: true });
			return [];
		},
	};

	function dangles(): boolean {
		const link = readLink(tools, "etc/ssl/certs/ca-certificates.crt");
		return link !== null && !isLeftover(tools, link.replace(/^\//, ""));
	}

	async function build(run: RunCommand, attribute: string, signal: AbortSignal): Promise<string> {
		// Writing a lock file would make the list another one than was shown.
		const flags = ["--no-write-lock-file", "--no-link", "--print-out-paths", "--log-format", "internal-json", "-v"];
		const out = (await nix(run, ["build", attribute, ...flags], signal)).trim().split("\n").at(-1) ?? "";
		if (!storePath.test(out)) throw new StepFault(words("setup.fault.not-there", {}));
		return out;
	}

	async function mustBeShown(run: RunCommand, signal: AbortSignal): Promise<void> {
		const said = await nix(run, ["flake", "metadata", "--json", "--no-write-lock-file", flake], signal);
		const found = metadataSchema.safeParse(JSON.parse(said)).data;
		const same =
			(revision === null || found?.revision === revision) &&
			(narHash === undefined || found?.locked?.narHash === narHash);
		if (!same) throw new StepFault(words("setup.fault.flake-changed", {}));
	}

	async function nix(run: RunCommand, args: readonly string[], signal: AbortSignal): Promise<string> {
		const program = await nixHere(tools, run);
		if (!program) throw new StepFault(words("setup.fault.no-tools", {}));
		const end = await runNix(program, run, ["nix", ...args], { timeoutMs: buildMs, signal });
		if (end.end === "exit" && end.code === 0) return end.stdout.text;
		const text = `${end.stdout.text}\n${end.stderr.text}`;
		const known = recogniseFailure({ platform: "darwin", text, doing: "build" });
		const error = end.end === "exit" ? String(end.code) : end.end;
		throw new StepFault(known?.what ?? words("setup.fault.build-failed", { error }));
	}
}

function beforeOf(memory: Memory): string | null {
	return typeof memory.before === "string" && storePath.test(memory.before) ? memory.before : null;
}
