// A container engine: one that answers is used and never touched; one that is installed may be started, and is stopped
// again. Nothing is ever installed by itself.
import { z } from "zod";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import { type ActContext, type Memory, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { type EngineReaders, findAnswering, productNames, startable, systemEngines } from "./container-engine-look.ts";
import { words } from "./files.ts";

const productSchema = z.enum(["docker", "podman", "colima", "rancher-desktop", "orbstack"]);
const paramsSchema = z.strictObject({ how: z.enum(["use", ...startable]), product: productSchema });
type EngineParams = z.infer<typeof paramsSchema>;

export function containerEngineStep(readers: EngineReaders = systemEngines()): StepType {
	return { type: "containers.engine", version: 1, open: (params) => step(readers, paramsSchema.parse(params)) };
}

type Argv = readonly [string, ...string[]];
interface Way {
	/** Something of the person's is there that is only stopped: it is started, never made or removed. */
	exists(run: RunCommand, signal: AbortSignal): Promise<boolean>;
	readonly make: Argv;
	readonly start: Argv;
	readonly stop: Argv;
	readonly remove: Argv;
	readonly diskBytes: number;
	readonly place: { readonly kind: "service" | "program"; readonly place: string };
}

const startMs = 15 * 60_000;
const gibibyte = 2 ** 30;
const unit = ["systemctl", "--user"] as const;

const ways: Readonly<Record<(typeof startable)[number], Way>> = {
	"podman-socket": {
		// Enabled but not running is still the person's own choice.
		exists: async (run, signal) =>
			(await ask(run, [...unit, "is-enabled", "--quiet", "podman.socket"], signal)) !== null,
		make: [...unit, "enable", "--now", "podman.socket"],
		start: [...unit, "start", "podman.socket"],
		stop: [...unit, "stop", "podman.socket", "podman.service"],
		remove: [...unit, "disable", "--now", "podman.socket"],
		diskBytes: 0,
		place: { kind: "service", place: "podman.socket" },
	},
	colima: {
		exists: async (run, signal) => hasEntry(await ask(run, ["colima", "list", "--json"], signal), '"name":"default"'),
		make: ["colima", "start", "--runtime", "docker", "--cpu", "2", "--memory", "2", "--disk", "20"],
		start: ["colima", "start"],
		stop: ["colima", "stop"],
		remove: ["colima", "delete", "--force"],
		diskBytes: 20 * gibibyte,
		place: { kind: "program", place: "~/.colima" },
	},
	"podman-machine": {
		exists: async (run, signal) =>
			hasEntry(
				await ask(run, ["podman", "machine", "list", "--format", "json"], signal),
				'"Name":"podman-machine-default',
			),
		make: ["podman", "machine", "init", "--cpus", "2", "--memory", "2048", "--disk-size", "20", "--now"],
		start: ["podman", "machine", "start"],
		stop: ["podman", "machine", "stop"],
		remove: ["podman", "machine", "rm", "--force"],
		diskBytes: 20 * gibibyte,
		place: { kind: "program", place: "podman machine" },
	},
};

/** Memory: `made` or `started`, what was asked for; nothing for an engine that was there. */
function step(readers: EngineReaders, { how, product }: EngineParams): Step {
	const name = productNames[product];
	const way = how === "use" ? null : ways[how];
	const isUp = async () => (await findAnswering(readers)).engine;
	const isAsked = (memory: Memory | null) => memory?.asked === "made" || memory?.asked === "started";
	return {
		describe: () => ({
			title: words(way ? "setup.step.containers-start" : "setup.step.containers-use", { product: name }),
			changes: way ? [{ ...way.place, how: "changes" }] : [],
			diskBytes: way?.diskBytes ?? 0,
			rights: "person",
			undone: words(way ? "setup.undone.containers-start" : "setup.undone.containers-use", { product: name }),
			byHand: words("setup.by-hand.containers", { product: name }),
			seconds: { from: 1, to: way && way.diskBytes > 0 ? 600 : 30 },
		}),
		async probe({ memory }) {
			const engine = await isUp();
			if (!engine) return { found: isAsked(memory) ? "partial" : "absent" };
			if (isAsked(memory)) return { found: "ours" };
			// Taken back, and another one answers.
			if (memory !== null) return { found: "absent" };
			return { found: "theirs", detail: words("setup.found.containers", { product: productNames[engine.product] }) };
		},
		async act({ run, signal, memory, remember }: ActContext) {
			if (!way) throw new StepFault(words("setup.fault.containers-gone", { product: name }));
			const exists = await way.exists(run, signal);
			// After a crash in the middle of making it, what is there is ours.
			const asked = exists && memory?.asked !== "made" ? "started" : "made";
			remember({ asked });
			const end = await run(exists && asked === "made" ? way.start : asked === "made" ? way.make : way.start, {
				timeoutMs: startMs,
				signal,
			});
			if (!(await isUp())) {
				const said = end.end === "exit" && end.code !== 0 ? end.stderr.text.trim().split("\n").at(-1) : "";
				throw new StepFault(
					said
						? words("setup.fault.other", { error: said })
						: words("setup.fault.containers-silent", { product: name }),
				);
			}
		},
		async undo({ run, signal, memory, remember }) {
			if (!way || !isAsked(memory)) return [];
			const end = await run(memory?.asked === "made" ? way.remove : way.stop, { timeoutMs: startMs, signal });
			if (end.end !== "exit" || (end.code !== 0 && (await isUp()))) {
				throw new Error(end.end === "exit" ? end.stderr.text.trim().slice(-300) : end.end);
			}
			remember({ asked: "taken back" });
			return [];
		},
	};
}

/** Standard output of a question; null when it says no. */
async function ask(run: RunCommand, argv: Argv, signal: AbortSignal): Promise<string | null> {
	const end = await run(argv, { timeoutMs: 20_000, signal });
	return end.end === "exit" && end.code === 0 ? end.stdout.text : null;
}

/** Both programs print JSON, one with blanks in it and one without. */
function hasEntry(json: string | null, entry: string): boolean {
	return json?.replace(/\s+/g, "").includes(entry) ?? false;
}
