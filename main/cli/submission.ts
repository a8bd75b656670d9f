// Makes a submission of a command line: reads the files, fills in the defaults. Nothing is sent here.
import { readFile, stat } from "node:fs/promises";
import { basename } from "node:path";
import type { Submission } from "../contract/calls.ts";
import { Failure, usage } from "./failure.ts";
import { parseMiB, parseNumber, parseSize, parseWhole } from "./parse-amounts.ts";

export interface SubmitOptions {
	readonly wait?: boolean;
	readonly title?: string;
	readonly cpus: string;
	readonly memory: string;
	readonly seconds: string;
	readonly input?: string[];
	readonly output?: string[];
	readonly python?: string;
	readonly class?: "wasm" | "container";
	readonly module?: string;
	readonly image?: string;
}

/** All inputs and the program together (contract/job.ts, maxFilesBytes); checked before a file is read. */
const maxFileBytes = 67_108_864;
/** As the contract has it (fileNameSchema); told here so that the option at fault can be named. */
const fileName = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/;
const defaultOutputBytes = 1_048_576;
const scratchMiB = 64;
/** A wasm program is one process; a container may start some. */
const pids = { wasm: 1, container: 64 } as const;
/** Nobody has to start it sooner than within a day. A run that fails is not tried again: its output was shown. */
const deadlineSeconds = 86_400;
const attempts = 1;

/** Throws usage failures, and "job.input-missing" for a file that cannot be read. */
export async function readSubmission(options: SubmitOptions, argv: readonly string[]): Promise<Submission> {
	const source = programSource(options);
	const cpu = parseNumber("--cpus", options.cpus, 0.1, 256);
	if (Math.abs(cpu * 20 - Math.round(cpu * 20)) > 1e-9)
		throw usage("cpu-steps", { option: "--cpus", text: options.cpus });
	const limits = {
		cpu: Math.round(cpu * 20) / 20,
		memoryMiB: parseMiB("--memory", options.memory),
		scratchMiB,
		pids: pids[source.class],
		seconds: parseWhole("--seconds", options.seconds, 1, 604_800),
	};
	const outputs = (options.output ?? []).map(parseOutput);
	const inputs = await Promise.all((options.input ?? []).map(readInput));
	return {
		title: options.title ?? source.name,
		class: source.class,
		program: await source.read(),
		argv: [...argv],
		env: {},
		inputs,
		outputs,
		limits,
		deadlineSeconds,
		attempts,
	};
}

interface ProgramSource {
	readonly class: "wasm" | "container";
	readonly name: string;
	read(): Promise<Submission["program"]>;
}

function programSource({ python, module, image, class: asked }: SubmitOptions): ProgramSource {
	if ([python, module, image].filter((one) => one !== undefined).length !== 1) throw usage("one-program");
	const of = image === undefined ? "wasm" : "container";
	if (asked !== undefined && asked !== of) throw usage("class-mismatch", { given: asked, needed: of });
	if (image !== undefined) {
		return { class: of, name: image.split("@")[0] ?? image, read: async () => ({ kind: "image", reference: image }) };
	}
	const path = python ?? module ?? "";
	const read = async (): Promise<Submission["program"]> => {
		const file = { name: safeName(path), base64: await readBase64(path) };
		return python === undefined ? { kind: "module", module: file } : { kind: "python", script: file };
	};
	return { class: of, name: basename(path), read };
}

/** The file under its base name, which becomes its name in /in. */
async function readInput(path: string): Promise<{ name: string; base64: string }> {
	const name = basename(path);
	if (!fileName.test(name)) throw usage("input-name", { text: name });
	return { name, base64: await readBase64(path) };
}

async function readBase64(path: string): Promise<string> {
	try {
		const found = await stat(path);
		if (!found.isFile()) throw Object.assign(new Error(), { code: "EISDIR" });
		if (found.size > maxFileBytes) throw new Failure({ code: "job.too-large", args: { name: path }, actions: [] });
		return (await readFile(path)).toString("base64");
	} catch (error) {
		if (error instanceof Failure) throw error;
		const detail = (error as NodeJS.ErrnoException).code ?? String(error);
		throw new Failure({ code: "job.input-missing", args: { name: path, detail }, actions: [] });
	}
}

/** A program's file may be called anything; in the job it gets a name the contract allows. */
function safeName(path: string): string {
	const name = basename(path)
		.replace(/[^A-Za-z0-9._-]/g, "_")
		.slice(0, 100);
	return /^[A-Za-z0-9_]/.test(name) ? name : `_${name.slice(1)}`;
}

/** NAME or NAME:SIZE. */
function parseOutput(text: string): { name: string; maxBytes: number } {
	const colon = text.lastIndexOf(":");
	const name = colon < 0 ? text : text.slice(0, colon);
	if (!fileName.test(name)) throw usage("output-name", { text });
	return { name, maxBytes: colon < 0 ? defaultOutputBytes : parseSize("--output", text.slice(colon + 1)) };
}
