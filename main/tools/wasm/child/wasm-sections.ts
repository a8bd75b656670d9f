// Reads a wasm file without the custom sections at its end. The built-in Python carries 12 MiB of debug data there,
// which would cost every job that much memory and some 15 ms.

const headerBytes = 8;
const lebMaxBytes = 5;

/**
 * The file's bytes up to the end of its last section that is not custom (WebAssembly core 2.0, section 5.5.2).
 * `read` fills `target` from `at` and returns how many bytes it got. A file that breaks the format comes back whole or cut: V8 refuses it either way.
 */
export function withoutDebugSections(
	fileBytes: number,
	read: (target: Uint8Array, at: number) => number,
): Uint8Array<ArrayBuffer> {
	const head = new Uint8Array(1 + lebMaxBytes);
	let at = headerBytes;
	let end = headerBytes;
	while (at < fileBytes) {
		const got = read(head, at);
		let size = 0;
		let used = 1;
		for (let shift = 0; used < got; shift += 7) {
			const byte = head[used++] ?? 0;
			size += (byte & 0x7f) * 2 ** shift;
			if (byte < 0x80) break;
		}
		at += used + size;
		if (head[0] !== 0) end = at;
	}
	const bytes = new Uint8Array(Math.min(at === fileBytes ? end : fileBytes, fileBytes));
	let filled = 0;
	while (filled < bytes.length) {
		const got = read(bytes.subarray(filled), filled);
		if (got <= 0) break;
		filled += got;
	}
	return bytes;
}
