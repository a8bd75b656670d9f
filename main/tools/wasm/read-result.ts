// Reads what a sandbox sends back: its outputs, then its report. All of it is hostile.
import type { Job } from "../../contract/job.ts";
import type { SandboxReport } from "./child/child-protocol.ts";
import { FrameError, frameKind, readFrames } from "./child/frames.ts";

const reportMaxBytes = 8_192;

export interface ResultReader {
	/** The report once it is complete, null before. Throws FrameError for anything that is not allowed. */
	push(chunk: Uint8Array): SandboxReport | null;
	/** Declared outputs so far, each within its cap. */
	readonly outputs: ReadonlyMap<string, Uint8Array>;
}

/** Never holds more than the declared caps together and one report. */
export function readResult(declared: Job["outputs"]): ResultReader {
	const caps = new Map(declared.map(({ name, maxBytes }) => [name, maxBytes]));
	const sum = declared.reduce((total, { maxBytes }) => total + maxBytes, 0);
	const reader = readFrames({ frames: declared.length + 1, bytes: sum + reportMaxBytes });
	const outputs = new Map<string, Uint8Array>();
	return {
		outputs,
		push(chunk) {
			for (const { kind, name, body } of reader.push(chunk)) {
				if (kind === frameKind.end) return parseReport(body);
				const cap = caps.get(name);
				if (kind !== frameKind.output || cap === undefined || body.length > cap || outputs.has(name))
					throw new FrameError("an output nobody declared");
				outputs.set(name, body);
			}
			return null;
		},
	};
}

function parseReport(body: Uint8Array): SandboxReport {
	if (body.length > reportMaxBytes) throw new FrameError("report too large");
	let report: unknown;
	try {
		report = JSON.parse(Buffer.from(body).toString());
	} catch {
		throw new FrameError("report is not JSON");
	}
	const { kind, code, detail } = (report ?? {}) as Record<string, unknown>;
	if (kind !== "exit" && kind !== "memory-limit" && kind !== "output-limit") throw new FrameError("unknown end");
	if (kind === "exit" && !(Number.isInteger(code) && (code as number) >= 0 && (code as number) <= 0xffff_ffff))
		throw new FrameError("no exit code");
	return { kind, code: kind === "exit" ? (code as number) : null, detail: typeof detail === "string" ? detail : "" };
}
