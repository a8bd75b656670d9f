// Blots secrets out of a stream of bytes, also where a secret arrives in pieces.

const blot = Buffer.from("[secret]");

/**
 * Hands every byte on, except that each of `secrets` becomes "[secret]"; the longest wins where several start at one
 * place. Holds back only bytes that may be the start of a secret.
 */
export function redactor(secrets: readonly string[], out: (chunk: Buffer) => void) {
	const hidden = [...new Set(secrets)]
		.map((text) => Buffer.from(text))
		.filter(({ length }) => length > 0)
		.sort((a, b) => b.length - a.length);
	let held = Buffer.alloc(0);

	/** `last`: no more bytes come, so nothing can be the start of a secret any more. */
	const work = (bytes: Buffer, last: boolean) => {
		let from = 0;
		let at = 0;
		while (at < bytes.length) {
			const rest = bytes.length - at;
			const starts = hidden.filter((one) => one[0] === bytes[at]);
			const cut = starts.find((one) => one.length > rest && one.subarray(0, rest).equals(bytes.subarray(at)));
			if (cut && !last) break;
			const whole = starts.find((one) => one.length <= rest && one.equals(bytes.subarray(at, at + one.length)));
			if (!whole) {
				at++;
				continue;
			}
			if (at > from) out(bytes.subarray(from, at));
			out(blot);
			at += whole.length;
			from = at;
		}
		if (at > from) out(bytes.subarray(from, at));
		held = Buffer.from(bytes.subarray(at));
	};
	return {
		take(chunk: Buffer): void {
			if (hidden.length === 0) out(chunk);
			else work(held.length > 0 ? Buffer.concat([held, chunk]) : chunk, false);
		},
		end(): void {
			const rest = held;
			held = Buffer.alloc(0);
			if (rest.length > 0) work(rest, true);
		},
	};
}
