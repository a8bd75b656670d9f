// A Linux of Hearth's own inside Windows, from a pinned file: never the person's, never their settings for all of them.
// Its folder has a random name that is remembered before, and proves later that the distribution is ours.
import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, rmdirSync } from "node:fs";
import { win32 } from "node:path";
import { pipeline } from "node:stream/promises";
import { z } from "zod";
import { type Distro, isSameName, isSamePath } from "../../../main/tools/wsl/distros.ts";
import { isAtLeast, openWsl, type Wsl } from "../../../main/tools/wsl/wsl.ts";
import { type ActContext, type Memory, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { look, realFiles, words } from "../common/files.ts";
import { mustEndWell } from "./windows-tools.ts";

const paramsSchema = z.strictObject({
	/** What Windows calls it. */
	name: z.string().regex(/^[A-Za-z][A-Za-z0-9.-]{0,30}$/),
	/** The account inside. */
	user: z.string().regex(/^[a-z_][a-z0-9_-]{0,30}$/),
	image: z.strictObject({ path: z.string().min(1), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
	/** The folder its disk's folder is made in; there when the step acts. */
	folder: z.string().min(1),
	diskGB: z.int().min(8).max(1024),
});
type DistroParams = z.infer<typeof paramsSchema>;

export function ownDistroStep(): StepType {
	return { type: "windows.distro", version: 1, open: (params) => step(paramsSchema.parse(params)) };
}

const importMs = 30 * 60_000;
const callMs = 120_000;
/** From here on wsl.exe takes a name, a place and a size for a file. */
const fromFileVersion = [2, 4, 4] as const;

/** Memory: `location`, the folder of its disk; `guid`, once Windows has given it one. */
function step({ name, user, image, folder, diskGB }: DistroParams): Step {
	const find = async (wsl: Wsl, signal: AbortSignal) =>
		(await wsl.distros(signal)).find((one) => isSameName(one.name, name)) ?? null;
	const isOurs = (found: Distro, memory: Memory | null) =>
		found.guid === memory?.guid ||
		(typeof memory?.location === "string" && isSamePath(found.basePath, memory.location));
	const settings = `[boot]\nsystemd=true\n\n[user]\ndefault=${user}\n`;
	const isReady = async (wsl: Wsl, signal: AbortSignal) => {
		const options = { timeoutMs: callMs, signal };
		const has = async (argv: readonly [string, ...string[]]) =>
			(await wsl.inside(name, "root", argv, options)).code === 0;
		return (await has(["/usr/bin/id", "-u", user])) && (await has(["/usr/bin/test", "-d", "/run/systemd/system"]));
	};

	return {
		describe: () => ({
			title: words("setup.step.own-linux", { name }),
			changes: [
				{ kind: "program", how: "adds", place: name },
				{ kind: "folder", how: "adds", place: folder },
			],
			diskBytes: 3 * 2 ** 30,
			rights: "person",
			undone: words("setup.undone.own-linux", { name }),
			byHand: words("setup.by-hand.own-linux", { name }),
			seconds: { from: 60, to: 900 },
		}),
		async probe({ run, memory, signal }) {
			const wsl = openWsl(run);
			const found = await find(wsl, signal);
			if (!found) {
				const begun = typeof memory?.location === "string" && look(realFiles, memory.location).kind !== "missing";
				return { found: begun ? "partial" : "absent" };
			}
			if (!isOurs(found, memory)) return { found: "blocked", detail: words("setup.fault.linux-name-taken", { name }) };
			return { found: found.ready && (await isReady(wsl, signal)) ? "ours" : "partial" };
		},
		async act(context) {
			const { run, signal } = context;
			const wsl = openWsl(run);
			let found = await find(wsl, signal);
			if (found && !isOurs(found, context.memory)) {
				throw new StepFault(words("setup.fault.linux-name-taken", { name }));
			}
			if (found && !found.ready) {
				mustEndWell(await wsl.call(["--unregister", name], { timeoutMs: importMs, signal }));
				found = null;
			}
			if (!found) await install(wsl, context);
			await settle(wsl, signal);
		},
		async undo(context) {
			const { run, signal, memory } = context;
			if (memory === null) return [];
			const wsl = openWsl(run);
			const found = await find(wsl, signal);
			if (found && isOurs(found, memory)) {
				mustEndWell(await wsl.call(["--unregister", name], { timeoutMs: importMs, signal }));
			}
			removeEmptyFolder(memory.location);
			return [];
		},
	};

	async function install(wsl: Wsl, { memory, remember, newId, signal }: ActContext): Promise<void> {
		await mustBePinned(image);
		removeEmptyFolder(memory?.location);
		const location = joinPath(folder, `linux-${newId()}`);
		remember({ location });
		const version = await wsl.version(signal);
		const isNew = version !== null && isAtLeast(version, fromFileVersion);
		// The older import wants the folder to be there.
		if (!isNew) mkdirSync(location);
		const args = isNew
			? ["--install", "--from-file", image.path, "--name", name, "--location", location, "--no-launch"]
			: ["--import", name, location, image.path, "--version", "2"];
		const size = isNew ? ["--vhd-size", `${diskGB}GB`] : [];
		mustEndWell(await wsl.call([...args, ...size], { timeoutMs: importMs, signal }));
		const made = await find(wsl, signal);
		if (!made) throw new StepFault(words("setup.fault.not-there", {}));
		if (made.version === 1) throw new StepFault(words("setup.failure.linux-old-kind.what", {}));
		remember({ location, guid: made.guid });
	}

	/** The account, and the service manager. Inside WSL root needs no password. */
	async function settle(wsl: Wsl, signal: AbortSignal): Promise<void> {
		const options = { timeoutMs: callMs, signal };
		const root = (argv: readonly [string, ...string[]], stdin?: string) =>
			wsl.inside(name, "root", argv, stdin === undefined ? options : { ...options, stdin });
		if ((await root(["/usr/bin/id", "-u", user])).code !== 0) {
			mustEndWell(await root(["/usr/sbin/useradd", "--create-home", "--shell", "/bin/bash", user]));
		}
		mustEndWell(await root(["/usr/bin/tee", "/etc/wsl.conf"], settings));
		// Only this one: a shutdown would stop the person's own, and their containers.
		mustEndWell(await wsl.call(["--terminate", name], options));
		if (!(await isReady(wsl, signal))) throw new StepFault(words("setup.failure.linux-setting.what", {}));
	}
}

async function mustBePinned({ path, sha256 }: DistroParams["image"]): Promise<void> {
	const hash = createHash("sha256");
	await pipeline(createReadStream(path), hash);
	if (hash.digest("hex") !== sha256) throw new StepFault(words("setup.fault.download-changed", { path }));
}

/** wsl.exe leaves an empty folder; what is not empty is not removed. */
function removeEmptyFolder(location: Memory[string] | undefined): void {
	if (typeof location !== "string" || look(realFiles, location).kind !== "folder") return;
	try {
		rmdirSync(location);
	} catch (error) {
		const { code } = error as NodeJS.ErrnoException;
		if (code !== "ENOTEMPTY" && code !== "EEXIST") throw error;
	}
}

const joinPath = (folder: string, name: string) =>
	folder.startsWith("/") ? `${folder}/${name}` : win32.join(folder, name);
