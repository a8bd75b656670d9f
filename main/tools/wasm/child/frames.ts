// Frames on the pipes between the agent and a wasm sandbox: u8 kind, u8 name length, u32le body length, name, body.
// What comes back from a sandbox is hostile, so the reader counts before it allocates.

export const frameKind = { head: 1, module: 2, input: 3, output: 4, end: 5 } as const;

export interface Frame {
	readonly kind: number;
	/** Latin-1, at most 255 characters. Not checked further. */
	readonly name: string;
	readonly body: Uint8Array;
}

export interface FrameCaps {
	readonly frames: number;
	/** All bodies together. */
	readonly bytes: number;
}

/** The sender broke the format or its caps. Nothing after it can be trusted. */
export class FrameError extends Error {
	constructor(message: string) {
		super(message);
		this.name = "FrameError";
	}
}

const fixedBytes = 6;

/** Everything of a frame that stands before its body. Throws RangeError for a name over 255 bytes or a body over 4 GiB. */
export function frameHead(kind: number, name: string, bodyBytes: number): Uint8Array {
	const nameBytes = Buffer.from(name, "latin1");
	if (nameBytes.length > 255 || bodyBytes > 0xffff_ffff) throw new RangeError("frame too large");
	const head = Buffer.alloc(fixedBytes + nameBytes.length);
	head[0] = kind;
	head[1] = nameBytes.length;
	head.writeUInt32LE(bodyBytes, 2);
	nameBytes.copy(head, fixedBytes);
	return head;
}

export interface FrameReader {
	/** Takes the next bytes, however cut, and gives the frames they complete. Throws FrameError over a cap, for good. */
	push(chunk: Uint8Array): Frame[];
	/** True between two frames: the sender stopped at a frame's end. */
	atBorder(): boolean;
}

export function readFrames(caps: FrameCaps): FrameReader {
	const head = Buffer.alloc(fixedBytes + 255);
	let headBytes = 0;
	let body: Uint8Array | null = null;
	let bodyBytes = 0;
	let framesLeft = caps.frames;
	let bytesLeft = caps.bytes;
	let broken = false;
	const fail = (message: string): never => {
		broken = true;
		throw new FrameError(message);
	};
	const headNeeds = () => (headBytes < fixedBytes ? fixedBytes : fixedBytes + (head[1] ?? 0));
	const begin = () => {
		const length = head.readUInt32LE(2);
		if (framesLeft-- <= 0) fail("too many frames");
		if (length > bytesLeft) fail("frames too large");
		bytesLeft -= length;
		body = new Uint8Array(length);
		bodyBytes = 0;
	};
	return {
		atBorder: () => headBytes === 0 && !broken,
		push(chunk) {
			if (broken) throw new FrameError("broken before");
			const frames: Frame[] = [];
			let at = 0;
			for (;;) {
				if (!body) {
					const needs = headNeeds();
					const taken = Math.min(needs - headBytes, chunk.length - at);
					head.set(chunk.subarray(at, at + taken), headBytes);
					headBytes += taken;
					at += taken;
					if (headBytes < needs) return frames;
					if (headBytes < headNeeds()) continue;
					begin();
				}
				const filling = body as unknown as Uint8Array;
				const taken = Math.min(filling.length - bodyBytes, chunk.length - at);
				filling.set(chunk.subarray(at, at + taken), bodyBytes);
				bodyBytes += taken;
				at += taken;
				if (bodyBytes < filling.length) return frames;
				frames.push({
					kind: head[0] ?? 0,
					name: head.toString("latin1", fixedBytes, fixedBytes + (head[1] ?? 0)),
					body: filling,
				});
				body = null;
				headBytes = 0;
			}
		},
	};
}
