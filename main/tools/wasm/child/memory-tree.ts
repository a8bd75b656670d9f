// Folders that live in the sandbox's memory. Paths never leave the folder they were opened from: no absolute path,
// no way up, no symbolic links.
import { Inode, wasi } from "@bjorn3/browser_wasi_shim";
import { MemoryFile, type Volume } from "./memory-file.ts";

const nameMaxBytes = 255;
const pathMaxBytes = 4096;
/** Counted for each name in a folder, so that a flood of empty files is bounded too. */
const entryBytes = 256;

export type Node = MemoryFile | MemoryFolder;

export class MemoryFolder extends Inode {
	readonly volume: Volume;
	readonly entries = new Map<string, Node>();

	constructor(volume: Volume) {
		super();
		this.volume = volume;
	}

	override stat(): wasi.Filestat {
		return new wasi.Filestat(this.ino, wasi.FILETYPE_DIRECTORY, 0n);
	}

	/** Folders are opened by the folder above them. */
	override path_open() {
		return { ret: wasi.ERRNO_ISDIR, fd_obj: null };
	}
}

/** A path's last folder and name. `name` "" is the folder the path started from. */
export interface Place {
	readonly folder: MemoryFolder;
	readonly name: string;
	readonly node: Node | undefined;
	/** Written with a slash at the end. */
	readonly asFolder: boolean;
}

function splitPath(path: string): string[] | number {
	if (path.startsWith("/")) return wasi.ERRNO_NOTCAPABLE;
	if (path.includes("\0")) return wasi.ERRNO_INVAL;
	if (path.length > pathMaxBytes) return wasi.ERRNO_NAMETOOLONG;
	const parts: string[] = [];
	for (const part of path.split("/")) {
		if (part === "" || part === ".") continue;
		if (part === "..") {
			if (parts.pop() === undefined) return wasi.ERRNO_NOTCAPABLE;
		} else {
			if (Buffer.byteLength(part) > nameMaxBytes) return wasi.ERRNO_NAMETOOLONG;
			parts.push(part);
		}
	}
	return parts;
}

/** Where a path points, or a WASI errno. The last name need not exist. */
export function find(from: MemoryFolder, path: string): Place | number {
	const parts = splitPath(path);
	if (typeof parts === "number") return parts;
	const name = parts.pop();
	const asFolder = path.endsWith("/");
	if (name === undefined) return { folder: from, name: "", node: from, asFolder };
	let folder = from;
	for (const part of parts) {
		const next = folder.entries.get(part);
		if (!next) return wasi.ERRNO_NOENT;
		if (!(next instanceof MemoryFolder)) return wasi.ERRNO_NOTDIR;
		folder = next;
	}
	const node = folder.entries.get(name);
	if (asFolder && node instanceof MemoryFile) return wasi.ERRNO_NOTDIR;
	return { folder, name, node, asFolder };
}

const entryCost = (name: string) => entryBytes + Buffer.byteLength(name);

/** Puts a node under a free name, if its volume allows it. Returns a WASI errno. */
export function attach(folder: MemoryFolder, name: string, node: Node): number {
	const { volume } = folder;
	if (volume.readonly) return wasi.ERRNO_ROFS;
	if (volume.declared && !(node instanceof MemoryFile && volume.declared.has(name))) return wasi.ERRNO_PERM;
	if (volume.space && !volume.space.take(entryCost(name))) return wasi.ERRNO_NOSPC;
	folder.entries.set(name, node);
	if (node instanceof MemoryFile) node.links++;
	return wasi.ERRNO_SUCCESS;
}

/** Takes a node out of its folder. What it holds stays counted until it is released. */
export function detach(folder: MemoryFolder, name: string, node: Node): void {
	folder.entries.delete(name);
	folder.volume.space?.give(entryCost(name));
	if (node instanceof MemoryFile) node.links--;
}

/** Moves what a file counts against from one volume to another. Returns a WASI errno. */
export function moveCharge(file: MemoryFile, to: Volume, name: string): number {
	const cap = to.declared?.get(name);
	if (cap !== undefined && file.length > cap) {
		to.over(name);
		return wasi.ERRNO_FBIG;
	}
	if (to === file.volume) {
		file.name = name;
		return wasi.ERRNO_SUCCESS;
	}
	if (file.links > 0) return wasi.ERRNO_XDEV;
	if (to.space && !to.space.take(file.length)) return wasi.ERRNO_NOSPC;
	file.volume.space?.give(file.length);
	file.volume = to;
	file.name = name;
	return wasi.ERRNO_SUCCESS;
}
