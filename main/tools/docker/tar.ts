// One file as a tar archive (POSIX ustar), for handing an image to the engine from memory.

/** `name` up to 100 ASCII characters. The archive's time is 1970, so the same bytes give the same archive. */
export function tarOneFile(name: string, bytes: Uint8Array, mode: number): Buffer {
	const header = Buffer.alloc(512);
	const octal = (value: number, width: number) => `${value.toString(8).padStart(width - 1, "0")}\0`;
	header.write(name, 0, 100, "ascii");
	header.write(octal(mode, 8), 100, "ascii");
	header.write(octal(0, 8), 108, "ascii"); // owner
	header.write(octal(0, 8), 116, "ascii"); // group
	header.write(octal(bytes.length, 12), 124, "ascii");
	header.write(octal(0, 12), 136, "ascii"); // time
	header.write("        ", 148, "ascii"); // the checksum counts itself as spaces
	header.write("0", 156, "ascii"); // regular file
	header.write("ustar\x0000", 257, "latin1");
	const sum = header.reduce((a, b) => a + b, 0);
	header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148, "ascii");
	const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512);
	return Buffer.concat([header, bytes, padding, Buffer.alloc(1024)]);
}
