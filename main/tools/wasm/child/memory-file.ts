// Files that live in the sandbox's memory, each byte of them counted against the job's limits.
import { Fd, Inode, wasi } from "@bjorn3/browser_wasi_shim";

/** A counter with a ceiling. `take` refuses instead of going over, and remembers that it did. */
export class Space {
	used = 0;
	refused = false;
	readonly #limit: () => number;
	readonly #changed: (used: number) => void;

	/** `limit` is asked each time; `changed` hears every new sum. */
	constructor(limit: () => number, changed: (used: number) => void = () => {}) {
		this.#limit = limit;
		this.#changed = changed;
	}

	take(bytes: number): boolean {
		if (this.used + bytes > this.#limit()) {
			this.refused = true;
			return false;
		}
		this.used += bytes;
		this.#changed(this.used);
		return true;
	}

	give(bytes: number): void {
		this.used -= bytes;
		this.#changed(this.used);
	}
}

/** One of the sandbox's folders and its rules. */
export interface Volume {
	readonly readonly: boolean;
	/** Names that may exist, with their caps; null where any may. */
	readonly declared: ReadonlyMap<string, number> | null;
	/** Lengths and names of everything in it; null where the declared caps are the only bound. */
	readonly space: Space | null;
	/** The job's memory: what files really take. */
	readonly room: Space;
	/** Open files of all volumes. */
	readonly handles: Space;
	/** A declared file went over its cap. Does not return in the product: the sandbox ends there. */
	over(name: string): void;
}

const growthFactor = 1.5;
const smallestBytes = 4096;

export class MemoryFile extends Inode {
	data = new Uint8Array(0);
	length = 0;
	links = 0;
	opens = 0;
	volume: Volume;
	name: string;

	constructor(volume: Volume, name: string) {
		super();
		this.volume = volume;
		this.name = name;
	}

	/** A read-only file around bytes that are already counted. */
	static of(volume: Volume, name: string, bytes: Uint8Array): MemoryFile {
		const file = new MemoryFile(volume, name);
		file.data = new Uint8Array(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
		file.length = bytes.length;
		file.links = 1;
		return file;
	}

	/** Makes the file `length` bytes long, new bytes zero. Returns a WASI errno and changes nothing unless it is 0. */
	resize(length: number): number {
		if (this.volume.readonly) return wasi.ERRNO_ROFS;
		if (!Number.isSafeInteger(length) || length < 0) return wasi.ERRNO_FBIG;
		const cap = this.volume.declared?.get(this.name);
		if (cap !== undefined && length > cap) {
			this.volume.over(this.name);
			return wasi.ERRNO_FBIG;
		}
		const more = length - this.length;
		if (more > 0 && this.volume.space && !this.volume.space.take(more)) return wasi.ERRNO_NOSPC;
		if (length > this.data.length && !this.#reserve(length)) {
			this.volume.space?.give(more);
			return wasi.ERRNO_NOSPC;
		}
		if (more < 0) {
			this.volume.space?.give(-more);
			this.data.fill(0, length, this.length);
		}
		this.length = length;
		return wasi.ERRNO_SUCCESS;
	}

	/** Grows in steps so that many small writes stay cheap; the copy is counted while both exist. */
	#reserve(length: number): boolean {
		const wanted = Math.max(length, Math.ceil(this.data.length * growthFactor), smallestBytes);
		const bytes = this.volume.room.take(wanted) ? wanted : this.volume.room.take(length) ? length : null;
		if (bytes === null) return false;
		const grown = new Uint8Array(bytes);
		grown.set(this.data.subarray(0, this.length));
		this.volume.room.give(this.data.length);
		this.data = grown;
		return true;
	}

	/** Gives back what nobody can reach any more. */
	releaseIfGone(): void {
		if (this.links > 0 || this.opens > 0) return;
		this.volume.space?.give(this.length);
		this.volume.room.give(this.data.length);
		this.data = new Uint8Array(0);
		this.length = 0;
	}

	override stat(): wasi.Filestat {
		return new wasi.Filestat(this.ino, wasi.FILETYPE_REGULAR_FILE, BigInt(this.length));
	}

	override path_open(oflags: number, rights: bigint, fdFlags: number) {
		const writes = (rights & BigInt(wasi.RIGHTS_FD_WRITE)) !== 0n;
		const truncates = (oflags & wasi.OFLAGS_TRUNC) !== 0;
		if (this.volume.readonly && (writes || truncates)) return { ret: wasi.ERRNO_ROFS, fd_obj: null };
		if (!this.volume.handles.take(1)) return { ret: wasi.ERRNO_MFILE, fd_obj: null };
		if (truncates) this.resize(0);
		return { ret: wasi.ERRNO_SUCCESS, fd_obj: new OpenMemoryFile(this, (fdFlags & wasi.FDFLAGS_APPEND) !== 0) };
	}
}

const none = new Uint8Array(0);

export class OpenMemoryFile extends Fd {
	readonly file: MemoryFile;
	#at = 0;
	#append: boolean;
	#open = true;

	constructor(file: MemoryFile, append: boolean) {
		super();
		this.file = file;
		this.#append = append;
		file.opens++;
	}

	override fd_close(): number {
		if (!this.#open) return wasi.ERRNO_BADF;
		this.#open = false;
		this.file.opens--;
		this.file.volume.handles.give(1);
		this.file.releaseIfGone();
		return wasi.ERRNO_SUCCESS;
	}

	override fd_fdstat_get() {
		const fdstat = new wasi.Fdstat(wasi.FILETYPE_REGULAR_FILE, this.#append ? wasi.FDFLAGS_APPEND : 0);
		fdstat.fs_rights_base = ~0n & 0xffff_ffff_ffff_ffffn;
		return { ret: wasi.ERRNO_SUCCESS, fdstat };
	}

	override fd_fdstat_set_flags(flags: number): number {
		this.#append = (flags & wasi.FDFLAGS_APPEND) !== 0;
		return wasi.ERRNO_SUCCESS;
	}

	override fd_filestat_get() {
		return { ret: wasi.ERRNO_SUCCESS, filestat: this.file.stat() };
	}

	override fd_filestat_set_times(): number {
		return wasi.ERRNO_SUCCESS;
	}

	override fd_filestat_set_size(size: bigint): number {
		return this.file.resize(Number(size));
	}

	override fd_allocate(offset: bigint, length: bigint): number {
		const needs = Number(offset) + Number(length);
		return needs > this.file.length ? this.file.resize(needs) : wasi.ERRNO_SUCCESS;
	}

	override fd_read(size: number) {
		const read = this.fd_pread(size, BigInt(this.#at));
		this.#at += read.data.length;
		return read;
	}

	override fd_pread(size: number, offset: bigint) {
		const from = Math.min(Number(offset), this.file.length);
		const data = size === 0 ? none : this.file.data.subarray(from, Math.min(from + size, this.file.length));
		return { ret: wasi.ERRNO_SUCCESS, data };
	}

	override fd_write(data: Uint8Array) {
		if (this.#append) this.#at = this.file.length;
		const wrote = this.fd_pwrite(data, BigInt(this.#at));
		this.#at += wrote.nwritten;
		return wrote;
	}

	override fd_pwrite(data: Uint8Array, offset: bigint) {
		if (this.file.volume.readonly) return { ret: wasi.ERRNO_BADF, nwritten: 0 };
		const from = Number(offset);
		const end = from + data.length;
		const ret = end > this.file.length ? this.file.resize(end) : wasi.ERRNO_SUCCESS;
		if (ret !== wasi.ERRNO_SUCCESS) return { ret, nwritten: 0 };
		this.file.data.set(data, from);
		return { ret, nwritten: data.length };
	}

	override fd_seek(offset: bigint, whence: number) {
		const base = whence === wasi.WHENCE_CUR ? this.#at : whence === wasi.WHENCE_END ? this.file.length : 0;
		const to = base + Number(offset);
		if (!Number.isSafeInteger(to) || to < 0) return { ret: wasi.ERRNO_INVAL, offset: 0n };
		this.#at = to;
		return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(to) };
	}

	override fd_tell() {
		return { ret: wasi.ERRNO_SUCCESS, offset: BigInt(this.#at) };
	}
}
