// Open folders: every call a module can make with a path. Rules and counting stand in memory-tree.ts.
import { Fd, type Inode, wasi } from "@bjorn3/browser_wasi_shim";
import { MemoryFile } from "./memory-file.ts";
import { attach, detach, find, MemoryFolder, moveCharge, type Node, type Place } from "./memory-tree.ts";

export class OpenMemoryFolder extends Fd {
	readonly folder: MemoryFolder;
	readonly #preopened: string | null;
	#listing: [string, Node][] = [];
	#open = true;

	constructor(folder: MemoryFolder, preopened: string | null) {
		super();
		this.folder = folder;
		this.#preopened = preopened;
	}

	override fd_close(): number {
		if (this.#open && this.#preopened === null) this.folder.volume.handles.give(1);
		this.#open = false;
		return wasi.ERRNO_SUCCESS;
	}

	override fd_prestat_get() {
		if (this.#preopened === null) return { ret: wasi.ERRNO_BADF, prestat: null };
		return { ret: wasi.ERRNO_SUCCESS, prestat: wasi.Prestat.dir(this.#preopened) };
	}

	override fd_fdstat_get() {
		const fdstat = new wasi.Fdstat(wasi.FILETYPE_DIRECTORY, 0);
		fdstat.fs_rights_base = ~0n & 0xffff_ffff_ffff_ffffn;
		fdstat.fs_rights_inherited = fdstat.fs_rights_base;
		return { ret: wasi.ERRNO_SUCCESS, fdstat };
	}

	override fd_filestat_get() {
		return { ret: wasi.ERRNO_SUCCESS, filestat: this.folder.stat() };
	}

	override fd_readdir_single(cookie: bigint) {
		if (cookie === 0n) this.#listing = [[".", this.folder], ["..", this.folder], ...this.folder.entries];
		const entry = this.#listing[Number(cookie)];
		if (!entry) return { ret: wasi.ERRNO_SUCCESS, dirent: null };
		const [name, node] = entry;
		const type = node instanceof MemoryFile ? wasi.FILETYPE_REGULAR_FILE : wasi.FILETYPE_DIRECTORY;
		return { ret: wasi.ERRNO_SUCCESS, dirent: new wasi.Dirent(cookie + 1n, node.ino, name, type) };
	}

	override path_filestat_get(_flags: number, path: string) {
		const { ret, inode_obj } = this.path_lookup(path);
		return { ret, filestat: inode_obj ? inode_obj.stat() : null };
	}

	override path_filestat_set_times(_flags: number, path: string): number {
		return this.path_lookup(path).ret;
	}

	override path_lookup(path: string) {
		const place = find(this.folder, path);
		if (typeof place === "number") return { ret: place, inode_obj: null };
		return { ret: place.node ? wasi.ERRNO_SUCCESS : wasi.ERRNO_NOENT, inode_obj: place.node ?? null };
	}

	override path_readlink(path: string) {
		const { ret } = this.path_lookup(path);
		return { ret: ret === wasi.ERRNO_SUCCESS ? wasi.ERRNO_INVAL : ret, data: null };
	}

	override path_open(
		_flags: number,
		path: string,
		oflags: number,
		rights: bigint,
		_inherited: bigint,
		fdFlags: number,
	): { ret: number; fd_obj: Fd | null } {
		const place = find(this.folder, path);
		if (typeof place === "number") return { ret: place, fd_obj: null };
		const { folder, name, asFolder } = place;
		let { node } = place;
		const wantsFolder = (oflags & wasi.OFLAGS_DIRECTORY) !== 0;
		if (!node) {
			if ((oflags & wasi.OFLAGS_CREAT) === 0) return { ret: wasi.ERRNO_NOENT, fd_obj: null };
			if (asFolder || wantsFolder) return { ret: wasi.ERRNO_ISDIR, fd_obj: null };
			node = new MemoryFile(folder.volume, name);
			const ret = attach(folder, name, node);
			if (ret !== wasi.ERRNO_SUCCESS) return { ret, fd_obj: null };
		} else if ((oflags & wasi.OFLAGS_CREAT) !== 0 && (oflags & wasi.OFLAGS_EXCL) !== 0) {
			return { ret: wasi.ERRNO_EXIST, fd_obj: null };
		}
		if (node instanceof MemoryFolder) {
			if (!node.volume.handles.take(1)) return { ret: wasi.ERRNO_MFILE, fd_obj: null };
			return { ret: wasi.ERRNO_SUCCESS, fd_obj: new OpenMemoryFolder(node, null) };
		}
		return wantsFolder ? { ret: wasi.ERRNO_NOTDIR, fd_obj: null } : node.path_open(oflags, rights, fdFlags);
	}

	override path_create_directory(path: string): number {
		const place = find(this.folder, path);
		if (typeof place === "number") return place;
		if (place.node) return wasi.ERRNO_EXIST;
		return attach(place.folder, place.name, new MemoryFolder(place.folder.volume));
	}

	/** Used for hard links, and with `moves` for the second half of a rename. */
	override path_link(path: string, inode: Inode, moves: boolean): number {
		const place = find(this.folder, path);
		if (typeof place === "number") return place;
		const { folder, name, node: target } = place;
		if (name === "" || !(inode instanceof MemoryFile || inode instanceof MemoryFolder)) return wasi.ERRNO_INVAL;
		if (inode instanceof MemoryFolder && (!moves || inode.volume !== folder.volume)) return wasi.ERRNO_XDEV;
		if (target === inode) return wasi.ERRNO_SUCCESS;
		if (target && !moves) return wasi.ERRNO_EXIST;
		if (target instanceof MemoryFolder) {
			if (inode instanceof MemoryFile) return wasi.ERRNO_ISDIR;
			if (target.entries.size > 0) return wasi.ERRNO_NOTEMPTY;
		} else if (target && inode instanceof MemoryFolder) return wasi.ERRNO_NOTDIR;
		if (folder.volume.readonly) return wasi.ERRNO_ROFS;
		if (folder.volume.declared && !folder.volume.declared.has(name)) return wasi.ERRNO_PERM;
		if (inode instanceof MemoryFile) {
			const ret = moveCharge(inode, folder.volume, name);
			if (ret !== wasi.ERRNO_SUCCESS) return ret;
		}
		if (target) this.#remove(place);
		return attach(folder, name, inode);
	}

	/** First half of a rename: takes the node out but keeps it. */
	override path_unlink(path: string) {
		const place = find(this.folder, path);
		if (typeof place === "number") return { ret: place, inode_obj: null };
		const ret = this.#mayRemove(place);
		if (ret !== wasi.ERRNO_SUCCESS || !place.node) return { ret, inode_obj: null };
		detach(place.folder, place.name, place.node);
		return { ret, inode_obj: place.node };
	}

	override path_unlink_file(path: string): number {
		const place = find(this.folder, path);
		if (typeof place === "number") return place;
		const ret = this.#mayRemove(place);
		if (ret !== wasi.ERRNO_SUCCESS) return ret;
		if (place.node instanceof MemoryFolder) return wasi.ERRNO_ISDIR;
		this.#remove(place);
		return ret;
	}

	override path_remove_directory(path: string): number {
		const place = find(this.folder, path);
		if (typeof place === "number") return place;
		const ret = this.#mayRemove(place);
		if (ret !== wasi.ERRNO_SUCCESS) return ret;
		if (!(place.node instanceof MemoryFolder)) return wasi.ERRNO_NOTDIR;
		if (place.node.entries.size > 0) return wasi.ERRNO_NOTEMPTY;
		this.#remove(place);
		return ret;
	}

	#mayRemove(place: Place): number {
		if (!place.node) return wasi.ERRNO_NOENT;
		if (place.name === "") return wasi.ERRNO_BUSY;
		return place.folder.volume.readonly ? wasi.ERRNO_ROFS : wasi.ERRNO_SUCCESS;
	}

	#remove(place: Place): void {
		if (!place.node) return;
		detach(place.folder, place.name, place.node);
		if (place.node instanceof MemoryFile) place.node.releaseIfGone();
	}
}
