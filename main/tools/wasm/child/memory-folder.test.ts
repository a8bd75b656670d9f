import { wasi } from "@bjorn3/browser_wasi_shim";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MemoryFile, type OpenMemoryFile, Space, type Volume } from "./memory-file.ts";
import { OpenMemoryFolder } from "./memory-folder.ts";
import { MemoryFolder } from "./memory-tree.ts";

const write = BigInt(wasi.RIGHTS_FD_WRITE);
const make = wasi.OFLAGS_CREAT;

function sandbox(limits: { memory?: number; scratch?: number; handles?: number } = {}) {
	const over: string[] = [];
	const room = new Space(() => limits.memory ?? 1_000_000);
	const scratch = new Space(() => limits.scratch ?? 100_000);
	const shared = {
		room,
		handles: new Space(() => limits.handles ?? 50),
		over: (name: string) => void over.push(name),
	};
	const volumes: Record<"in" | "out" | "tmp", Volume> = {
		in: { ...shared, readonly: true, declared: null, space: null },
		out: { ...shared, readonly: false, declared: new Map([["result", 100]]), space: null },
		tmp: { ...shared, readonly: false, declared: null, space: scratch },
	};
	const folder = (name: "in" | "out" | "tmp") => new OpenMemoryFolder(new MemoryFolder(volumes[name]), `/${name}`);
	const folders = { in: folder("in"), out: folder("out"), tmp: folder("tmp") };
	folders.in.folder.entries.set("input", MemoryFile.of(volumes.in, "input", Uint8Array.of(1, 2, 3)));
	const open = (where: OpenMemoryFolder, path: string, oflags = 0, rights = 0n) => {
		const { ret, fd_obj } = where.path_open(0, path, oflags, rights, 0n, 0);
		return { ret, file: fd_obj as OpenMemoryFile };
	};
	/** The second half is what the shim's path_rename does. */
	const rename = (from: OpenMemoryFolder, path: string, to: OpenMemoryFolder, name: string) => {
		const { ret, inode_obj } = from.path_unlink(path);
		if (!inode_obj) return ret;
		const moved = to.path_link(name, inode_obj, true);
		if (moved !== 0 && from.path_link(path, inode_obj, true) !== 0) throw new Error("lost");
		return moved;
	};
	return { ...folders, room, scratch, over, open, rename };
}

/** Removes everything through the calls a module has. */
function eraseAll(folder: OpenMemoryFolder, path = ""): void {
	const place = path === "" ? folder.folder : folder.path_lookup(path).inode_obj;
	if (!(place instanceof MemoryFolder)) return;
	for (const [name, node] of [...place.entries]) {
		const at = `${path}${name}`;
		if (node instanceof MemoryFolder) {
			eraseAll(folder, `${at}/`);
			folder.path_remove_directory(at);
		} else folder.path_unlink_file(at);
	}
}

/** What ought to be counted, by looking: every name, and every file once, named or only held open. */
function holds(root: MemoryFolder, opened: readonly OpenMemoryFile[]) {
	const files = new Set(opened.map(({ file }) => file));
	let names = 0;
	const look = (folder: MemoryFolder) => {
		for (const [name, node] of folder.entries) {
			names += 256 + name.length;
			if (node instanceof MemoryFolder) look(node);
			else files.add(node);
		}
	};
	look(root);
	const sum = (of: (file: MemoryFile) => number) => [...files].reduce((total, file) => total + of(file), 0);
	return { scratch: names + sum((file) => file.length), room: sum((file) => file.data.length) };
}

describe("the sandbox's folders", () => {
	it.each(["/etc/passwd", "../x", "a/../../x", "..", "/"])("refuse the way out %s", (path) => {
		const { tmp, open } = sandbox();
		expect(open(tmp, path, make, write).ret).toBe(wasi.ERRNO_NOTCAPABLE);
		expect(tmp.path_filestat_get(0, path).ret).toBe(wasi.ERRNO_NOTCAPABLE);
		expect(tmp.path_unlink_file(path)).toBe(wasi.ERRNO_NOTCAPABLE);
		expect(tmp.path_create_directory(path)).toBe(wasi.ERRNO_NOTCAPABLE);
	});

	it("refuse huge names and NUL", () => {
		const { tmp, open } = sandbox();
		expect(open(tmp, "n".repeat(256), make, write).ret).toBe(wasi.ERRNO_NAMETOOLONG);
		expect(open(tmp, "é".repeat(128), make, write).ret).toBe(wasi.ERRNO_NAMETOOLONG);
		expect(open(tmp, "a/".repeat(3_000), make, write).ret).toBe(wasi.ERRNO_NAMETOOLONG);
		expect(open(tmp, "a\0b", make, write).ret).toBe(wasi.ERRNO_INVAL);
		expect(open(tmp, "n".repeat(255), make, write).ret).toBe(0);
	});

	it("keep /in as it is", () => {
		const { in: inputs, tmp, open, rename } = sandbox();
		expect(open(inputs, "new", make, write).ret).toBe(wasi.ERRNO_ROFS);
		expect(open(inputs, "input", 0, write).ret).toBe(wasi.ERRNO_ROFS);
		expect(open(inputs, "input", wasi.OFLAGS_TRUNC).ret).toBe(wasi.ERRNO_ROFS);
		const { file } = open(inputs, "input");
		expect(file.fd_write(Uint8Array.of(9)).ret).not.toBe(0);
		expect(file.fd_filestat_set_size(0n)).toBe(wasi.ERRNO_ROFS);
		expect(file.fd_allocate(0n, 100n)).toBe(wasi.ERRNO_ROFS);
		expect(inputs.path_unlink_file("input")).toBe(wasi.ERRNO_ROFS);
		expect(rename(inputs, "input", tmp, "mine")).toBe(wasi.ERRNO_ROFS);
		open(tmp, "mine", make, write);
		expect(rename(tmp, "mine", inputs, "input")).toBe(wasi.ERRNO_ROFS);
		expect([...file.fd_pread(10, 0n).data]).toEqual([1, 2, 3]);
	});

	it("take declared outputs only, and tell when one goes over its cap", () => {
		const { out, tmp, over, open, rename } = sandbox();
		expect(open(out, "other", make, write).ret).toBe(wasi.ERRNO_PERM);
		expect(out.path_create_directory("result")).toBe(wasi.ERRNO_PERM);
		const { file } = open(out, "result", make, write);
		expect(file.fd_write(new Uint8Array(100)).nwritten).toBe(100);
		expect(over).toEqual([]);
		expect(file.fd_write(new Uint8Array(1)).ret).toBe(wasi.ERRNO_FBIG);
		expect(over).toEqual(["result"]);
		open(tmp, "big", make, write).file.fd_write(new Uint8Array(101));
		expect(rename(tmp, "big", out, "result")).toBe(wasi.ERRNO_FBIG);
		expect(over).toEqual(["result", "result"]);
		expect(rename(tmp, "big", out, "other")).toBe(wasi.ERRNO_PERM);
		expect(tmp.folder.entries.has("big")).toBe(true);
	});

	it("let a finished file be moved from /tmp to /out, its cap going with it", () => {
		const { out, tmp, scratch, open, rename } = sandbox();
		const { file } = open(tmp, "draft", make, write);
		file.fd_write(new Uint8Array(80));
		expect(rename(tmp, "draft", out, "result")).toBe(0);
		expect(scratch.used).toBe(0);
		expect(file.fd_write(new Uint8Array(30)).ret).toBe(wasi.ERRNO_FBIG);
	});

	it("refuse a link that would count twice in two places", () => {
		const { out, tmp, open } = sandbox();
		open(tmp, "draft", make, write);
		const { inode_obj } = tmp.path_lookup("draft");
		expect(inode_obj && out.path_link("result", inode_obj, false)).toBe(wasi.ERRNO_XDEV);
	});

	it("bound sparse files, many small files and open files", () => {
		const { tmp, room, open } = sandbox({ scratch: 10_000, handles: 20 });
		const { file } = open(tmp, "sparse", make, write);
		expect(file.fd_pwrite(Uint8Array.of(1), 1n << 40n).ret).toBe(wasi.ERRNO_NOSPC);
		expect(file.fd_pwrite(Uint8Array.of(1), (1n << 64n) - 1n).ret).toBe(wasi.ERRNO_FBIG);
		expect(room.used).toBe(0);
		file.fd_close();
		let made = 0;
		for (; made < 1_000; made++) {
			const { ret, file: one } = open(tmp, `f${made}`, make, write);
			if (ret !== 0) break;
			one.fd_close();
		}
		expect(made).toBeGreaterThan(10);
		expect(made).toBeLessThan(50);
		let opened = 0;
		while (opened < 100 && open(tmp, "f0").ret === 0) opened++;
		expect(opened).toBe(20);
	});

	it("do not give space back while a removed file is still open", () => {
		const { tmp, room, scratch, open } = sandbox();
		const { file } = open(tmp, "ghost", make, write);
		file.fd_write(new Uint8Array(50_000));
		tmp.path_unlink_file("ghost");
		expect(scratch.used).toBe(50_000);
		expect(room.used).toBeGreaterThanOrEqual(50_000);
		file.fd_close();
		expect([scratch.used, room.used]).toEqual([0, 0]);
	});

	it("count right whatever is done, and never go over", () => {
		const name = fc.constantFrom("a", "b", "d/a", "d");
		const step = fc.oneof(
			fc.record({ do: fc.constant("write" as const), name, bytes: fc.nat(3_000) }),
			fc.record({ do: fc.constant("cut" as const), name, bytes: fc.nat(3_000) }),
			fc.record({ do: fc.constantFrom("unlink" as const, "mkdir" as const, "rmdir" as const, "close" as const), name }),
			fc.record({ do: fc.constantFrom("rename" as const, "link" as const), name, to: name }),
		);
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				const { tmp, room, scratch, open, rename } = sandbox({ memory: 20_000, scratch: 8_000 });
				const opened: OpenMemoryFile[] = [];
				for (const one of steps) {
					if (one.do === "write" || one.do === "cut") {
						const { ret, file } = open(tmp, one.name, make, write);
						if (ret !== 0 || !(file.constructor.name === "OpenMemoryFile")) continue;
						opened.push(file);
						if (one.do === "write") file.fd_write(new Uint8Array(one.bytes));
						else file.fd_filestat_set_size(BigInt(one.bytes));
					} else if (one.do === "unlink") tmp.path_unlink_file(one.name);
					else if (one.do === "mkdir") tmp.path_create_directory(one.name);
					else if (one.do === "rmdir") tmp.path_remove_directory(one.name);
					else if (one.do === "close") opened.shift()?.fd_close();
					else if (one.do === "rename" && !one.to.startsWith(`${one.name}/`)) rename(tmp, one.name, tmp, one.to);
					else if (one.do === "link") {
						const { inode_obj } = tmp.path_lookup(one.name);
						if (inode_obj) tmp.path_link(one.to, inode_obj, false);
					}
					const held = holds(tmp.folder, opened);
					expect([scratch.used, room.used]).toEqual([held.scratch, held.room]);
					expect(scratch.used).toBeLessThanOrEqual(8_000);
					expect(room.used).toBeLessThanOrEqual(20_000);
				}
				for (const file of opened) file.fd_close();
				eraseAll(tmp);
				expect([scratch.used, room.used, tmp.folder.entries.size]).toEqual([0, 0, 0]);
			}),
			{ numRuns: 300 },
		);
	});

	it("list themselves", () => {
		const { tmp, open } = sandbox();
		open(tmp, "b", make, write);
		tmp.path_create_directory("a");
		const names = [];
		for (let cookie = 0n; ; cookie++) {
			const { dirent } = tmp.fd_readdir_single(cookie);
			if (!dirent) break;
			names.push(new TextDecoder().decode(dirent.dir_name));
		}
		expect(names).toEqual([".", "..", "b", "a"]);
	});
});
