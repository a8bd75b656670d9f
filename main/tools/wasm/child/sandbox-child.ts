// The process that is the sandbox. Started by the agent with the permission model on and an empty environment.
// Pipes: 0 job in (frames), 2 V8's last words, 3 the job's standard output, 4 its standard error, 5 result (frames).
// It never starts anything, writes no file and reads only its own script and the built-in Python.
import { closeSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import { Fd, wasi } from "@bjorn3/browser_wasi_shim";
import { type ChildHead, exitCodes, fds, type SandboxReport } from "./child-protocol.ts";
import { type Frame, frameHead, frameKind, readFrames } from "./frames.ts";
import { MemoryFile, Space, type Volume } from "./memory-file.ts";
import { OpenMemoryFolder } from "./memory-folder.ts";
import { MemoryFolder } from "./memory-tree.ts";
import { newWasiHost } from "./wasi-host.ts";
import { withoutDebugSections } from "./wasm-sections.ts";
import { WebAssembly } from "./web-assembly.ts";

const pageBytes = 65_536;
const maxHandles = 1024;

function writeAll(fd: number, data: Uint8Array): void {
	let at = 0;
	while (at < data.length) at += writeSync(fd, data, at);
}

/** Standard output or error: straight to the pipe, which makes the job wait when nobody reads. */
class PipeOut extends Fd {
	readonly #fd: number;
	constructor(fd: number) {
		super();
		this.#fd = fd;
	}
	override fd_fdstat_get() {
		const fdstat = new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0);
		fdstat.fs_rights_base = BigInt(wasi.RIGHTS_FD_WRITE);
		return { ret: 0, fdstat };
	}
	override fd_filestat_get() {
		return { ret: 0, filestat: new wasi.Filestat(0n, wasi.FILETYPE_CHARACTER_DEVICE, 0n) };
	}
	override fd_write(data: Uint8Array) {
		writeAll(this.#fd, data);
		return { ret: 0, nwritten: data.length };
	}
}

/** Standard input: always at its end. */
class NoInput extends PipeOut {
	override fd_fdstat_get() {
		return { ret: 0, fdstat: new wasi.Fdstat(wasi.FILETYPE_CHARACTER_DEVICE, 0) };
	}
	override fd_read() {
		return { ret: 0, data: new Uint8Array(0) };
	}
	override fd_write() {
		return { ret: wasi.ERRNO_BADF, nwritten: 0 };
	}
}

/** Reads the whole job: the head frame says how many follow. */
function readJob(): { head: ChildHead; frames: Frame[] } {
	const reader = readFrames({ frames: 64, bytes: 0xffff_ffff });
	const buffer = new Uint8Array(262_144);
	const frames: Frame[] = [];
	for (;;) {
		const count = readSync(fds.job, buffer);
		if (count === 0) process.exit(0); // the agent is gone
		frames.push(...reader.push(buffer.subarray(0, count)));
		const first = frames[0];
		if (!first) continue;
		const head = JSON.parse(Buffer.from(first.body).toString()) as ChildHead;
		if (frames.length === head.frames) return { head, frames: frames.slice(1) };
	}
}

function run({ head, frames }: { head: ChildHead; frames: Frame[] }): void {
	const inputs = frames.filter((frame) => frame.kind === frameKind.input);
	let memory: { buffer: ArrayBufferLike } | null = null;
	// What files take is taken from what the module may grow to: V8 asks this flag at every growth.
	const room = new Space(
		() => head.memoryBytes - (memory?.buffer.byteLength ?? 0),
		(used) =>
			setFlagsFromString(`--wasm-max-mem-pages=${Math.max(1, Math.floor((head.memoryBytes - used) / pageBytes))}`),
	);
	const out = new Map<string, number>(head.outputs.map(({ name, maxBytes }) => [name, maxBytes]));
	const shared = { room, handles: new Space(() => maxHandles) };
	const over = (name: string) => finish({ kind: "output-limit", code: null, detail: `/out/${name} is over its cap` });
	const readonlyVolume: Volume = { ...shared, readonly: true, declared: null, space: null, over };
	const outVolume: Volume = { ...shared, readonly: false, declared: out, space: null, over };
	const scratch = new Space(() => head.scratchBytes);
	const tmpVolume: Volume = { ...shared, readonly: false, declared: null, space: scratch, over };
	const folders = {
		in: new MemoryFolder(readonlyVolume),
		out: new MemoryFolder(outVolume),
		tmp: new MemoryFolder(tmpVolume),
	};

	/** Sends the report and waits for the agent to read the last usage and kill this process. Never returns. */
	function finish(report: SandboxReport): never {
		if (report.kind === "exit" && report.code !== 0 && refusedMemory()) report.kind = "memory-limit";
		if (report.kind === "exit") {
			for (const [name, file] of folders.out.entries) {
				if (!(file instanceof MemoryFile)) continue;
				writeAll(fds.result, frameHead(frameKind.output, name, file.length));
				writeAll(fds.result, file.data.subarray(0, file.length));
			}
		}
		const body = Buffer.from(JSON.stringify({ ...report, detail: report.detail.slice(0, 500) }));
		writeAll(fds.result, frameHead(frameKind.end, "", body.length));
		writeAll(fds.result, body);
		readSync(fds.job, new Uint8Array(1));
		process.exit(0);
	}

	/** True when files were refused room, or the module grew until it had under a sixteenth left. */
	function refusedMemory(): boolean {
		const left = head.memoryBytes - room.used - (memory?.buffer.byteLength ?? 0);
		return room.refused || left < head.memoryBytes / 16;
	}

	/** Says to the requester why the module could not run or go on. */
	function fail(code: number, error: unknown): never {
		const message = error instanceof Error ? error.message : String(error);
		const tooBig = /memory.*(limit|larger|allocate|exceed)|allocate.*memory/i.test(message) && memory === null;
		writeAll(fds.stderr, Buffer.from(`hearth: ${message.slice(0, 500)}\n`));
		finish({ kind: tooBig ? "memory-limit" : "exit", code: tooBig ? null : code, detail: message });
	}

	for (const { name, body } of inputs) {
		if (!room.take(body.length)) finish({ kind: "memory-limit", code: null, detail: "inputs" });
		folders.in.entries.set(name, MemoryFile.of(readonlyVolume, name, body));
	}
	const host = newWasiHost(
		head.argv,
		Object.entries(head.env).map(([key, value]) => `${key}=${value}`),
		[
			new NoInput(-1),
			new PipeOut(fds.stdout),
			new PipeOut(fds.stderr),
			...Object.entries(folders).map(([name, folder]) => new OpenMemoryFolder(folder, `/${name}`)),
		],
		(code) => finish({ kind: "exit", code, detail: "" }),
	);
	let instance: Parameters<typeof host.start>[0];
	try {
		const sent = frames.find((frame) => frame.kind === frameKind.module);
		const module = new WebAssembly.Module(sent ? sent.body : readPython(head.python));
		instance = new WebAssembly.Instance(module, { wasi_snapshot_preview1: host.wasiImport }) as never;
		memory = instance.exports.memory;
		if (!(memory instanceof WebAssembly.Memory) || typeof instance.exports._start !== "function")
			throw new TypeError("the module has no memory or no _start");
	} catch (error) {
		fail(exitCodes.cannotRun, error);
	}
	try {
		host.start(instance);
	} catch (error) {
		fail(exitCodes.trap, error);
	}
	finish({ kind: "exit", code: 0, detail: "" });
}

function readPython(path: string | null): Uint8Array {
	if (path === null) throw new TypeError("no module was sent");
	const file = openSync(path, "r");
	try {
		return withoutDebugSections(fstatSync(file).size, (target, at) => readSync(file, target, 0, target.length, at));
	} finally {
		closeSync(file);
	}
}

run(readJob());
