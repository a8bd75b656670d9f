// A zip archive of a few small files, stored, for tests (PKWARE APPNOTE 6.3, sections 4.3.7, 4.3.12 and 4.3.16).
import { crc32 } from "node:zlib";

export interface ZipFile {
	readonly name: string;
	readonly text: string;
	/** Permission bits, e.g. 0o755. */
	readonly mode: number;
}

export function zipOf(files: readonly ZipFile[]): Buffer {
	const bodies: Buffer[] = [];
	const directory: Buffer[] = [];
	let offset = 0;
	for (const { name, text, mode } of files) {
		const data = Buffer.from(text);
		const path = Buffer.from(name);
		const common = Buffer.alloc(26);
		common.writeUInt16LE(20, 0); // Version needed; flags, method, time stay 0.
		common.writeUInt16LE(0x21, 8); // 1980-01-01
		common.writeUInt32LE(crc32(data), 10);
		common.writeUInt32LE(data.length, 14);
		common.writeUInt32LE(data.length, 18);
		common.writeUInt16LE(path.length, 22);
		const body = Buffer.concat([signature(0x04034b50), common, path, data]);
		const tail = Buffer.alloc(14);
		tail.writeUInt32LE(((0o100000 | mode) << 16) >>> 0, 6);
		tail.writeUInt32LE(offset, 10);
		// Made by version 2.0 on Unix, so that the mode counts.
		directory.push(Buffer.concat([signature(0x02014b50), Buffer.from([20, 3]), common, tail, path]));
		bodies.push(body);
		offset += body.length;
	}
	const listing = Buffer.concat(directory);
	const end = Buffer.alloc(18);
	end.writeUInt16LE(files.length, 4);
	end.writeUInt16LE(files.length, 6);
	end.writeUInt32LE(listing.length, 8);
	end.writeUInt32LE(offset, 12);
	return Buffer.concat([...bodies, listing, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
	const bytes = Buffer.alloc(4);
	bytes.writeUInt32LE(value);
	return bytes;
}
