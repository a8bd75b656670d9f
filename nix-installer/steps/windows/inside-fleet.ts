// The list of the person's tools, brought into Hearth's own Linux: each file through a program's standard input, and counted
// only once its digest is the right one. What the person changes there later is theirs; it goes with its Linux.
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { z } from "zod";
import { openWsl, type Wsl } from "../../../main/tools/wsl/wsl.ts";
import { type Step, StepFault, type StepType } from "../../engine/step.ts";
import { words } from "../common/files.ts";
import { type FolderText, folderTextSchema } from "../common/fleet-files.ts";
import { mustEndWell } from "./windows-tools.ts";

const paramsSchema = z.strictObject({
	distro: z.string().min(1),
	user: z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/),
	/** Absolute, as seen from inside. */
	folder: z.string().regex(/^(\/[A-Za-z0-9._-]+)+$/),
	files: folderTextSchema.refine((files) => Object.keys(files).length > 0),
});
type InsideFleetParams = z.infer<typeof paramsSchema>;

export function insideFleetStep(): StepType {
	return { type: "windows.fleet", version: 1, open: (params) => step(paramsSchema.parse(params)) };
}

const callMs = 120_000;
type Argv = readonly [string, ...string[]];

/** Memory: `begun`; `whole`, that all of it arrived; `left`, that it goes with its Linux. */
function step({ distro, user, folder, files }: InsideFleetParams): Step {
	const at = (path: string) => posix.join(folder, path);
	const paths = Object.keys(files);
	const inside = (wsl: Wsl, signal: AbortSignal) => (argv: Argv, stdin?: string) =>
		wsl.inside(distro, user, argv, { timeoutMs: callMs, signal, ...(stdin === undefined ? {} : { stdin }) });
	const isThere = async (wsl: Wsl, signal: AbortSignal) =>
		(await wsl.distros(signal)).some(({ name, ready }) => name === distro && ready);
	/** all: every file is there. exact: as it was brought. */
	const look = async (call: ReturnType<typeof inside>): Promise<"missing" | "all" | "exact"> => {
		const end = await call(["/usr/bin/sha256sum", "--", ...paths.map(at)]);
		if (end.code !== 0) return "missing";
		const lines = end.stdout.trim().split("\n");
		return paths.every((path, index) => lines[index]?.split(/\s/)[0] === digestOf(files[path] ?? "")) ? "exact" : "all";
	};

	return {
		describe: () => ({
			title: words("setup.step.inside-list", { name: distro }),
			changes: [{ kind: "folder", how: "adds", place: `${distro}: ${folder}` }],
			diskBytes: Object.values(files).reduce((sum, one) => sum + Buffer.byteLength(one), 0),
			rights: "person",
			undone: words("setup.undone.inside-list", { name: distro }),
			byHand: words("setup.by-hand.own-linux", { name: distro }),
			seconds: { from: 1, to: 20 },
		}),
		async probe({ run, memory, signal }) {
			const wsl = openWsl(run);
			if (memory?.left === true || !(await isThere(wsl, signal))) return { found: "absent" };
			const found = await look(inside(wsl, signal));
			if (memory?.begun !== true) {
				if (found === "missing") return { found: "absent" };
				return { found: "theirs", detail: words("setup.found.fleet", { path: folder }) };
			}
			// Once it had arrived, changes are the person's, and never written over.
			const ours = found === "exact" || (found === "all" && memory.whole === true);
			return { found: ours ? "ours" : "partial" };
		},
		async act({ run, remember, signal }) {
			const call = inside(openWsl(run), signal);
			remember({ begun: true });
			mustEndWell(await call(["/usr/bin/mkdir", "--parents", "--", ...foldersOf(files, at)]));
			for (const path of paths) mustEndWell(await call(["/usr/bin/tee", "--", at(path)], files[path] ?? ""));
			if ((await look(call)) !== "exact") throw new StepFault(words("setup.fault.list-not-whole", {}));
			remember({ begun: true, whole: true });
		},
		async undo({ memory, remember }) {
			if (memory !== null) remember({ ...memory, left: true });
			return [];
		},
	};
}

const foldersOf = (files: FolderText, at: (path: string) => string) => [
	...new Set(Object.keys(files).map((path) => posix.dirname(at(path)))),
];

const digestOf = (text: string) => createHash("sha256").update(text, "utf8").digest("hex");
