// Keeps the start and the end of a stream within a fixed number of bytes.

export interface KeptOutput {
	/** Where bytes were left out, a line says how many. */
	readonly text: string;
	/** Bytes left out between start and end. */
	readonly leftOut: number;
}

/** At most `capBytes` are held in memory: the first half and the last half of what came. */
export function keepEnds(capBytes: number, encoding: "utf8" | "latin1" = "utf8") {
	const headRoom = Math.ceil(capBytes / 2);
	const tailRoom = capBytes - headRoom;
	const head: Buffer[] = [];
	let headBytes = 0;
	let tail: Buffer[] = [];
	let tailBytes = 0;
	let leftOut = 0;

	/** Cut only when twice too long, so that each byte is moved a bounded number of times. */
	const cutTail = (room: number) => {
		const all = Buffer.concat(tail);
		const from = Math.max(0, all.length - room);
		leftOut += from;
		tail = [Buffer.from(all.subarray(from))];
		tailBytes = all.length - from;
	};
	return {
		take(chunk: Buffer): void {
			const first = chunk.subarray(0, headRoom - headBytes);
			if (first.length > 0) {
				head.push(Buffer.from(first));
				headBytes += first.length;
			}
			const rest = chunk.subarray(first.length);
			if (rest.length === 0) return;
			tail.push(Buffer.from(rest));
			tailBytes += rest.length;
			if (tailBytes > tailRoom * 2) cutTail(tailRoom);
		},
		end(): KeptOutput {
			cutTail(tailRoom);
			if (leftOut === 0) return { text: Buffer.concat([...head, ...tail]).toString(encoding), leftOut };
			const gap = Buffer.from(`\n[${leftOut} bytes left out]\n`);
			return { text: Buffer.concat([...head, gap, ...tail]).toString(encoding), leftOut };
		},
	};
}
