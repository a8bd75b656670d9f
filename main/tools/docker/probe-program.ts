// The program the probe runs in a sandbox, made here byte by byte: a family PC has no image we could count on and no
// compiler. It makes the system calls of a table one after the other, prints 1 or 0 for each (as expected or not), then
// prints a dot every 5 ms until it is killed. So the checks are data, and the machine code is 112 bytes per processor.

/** One system call that a sandbox must answer in exactly one way. */
interface Check {
	/** For the detail of a failed probe. */
	readonly name: string;
	readonly call: keyof typeof calls;
	readonly args: readonly (number | string | Uint8Array)[];
	/** The kernel's raw answer: a value, or minus the error number. */
	readonly expect: number;
}

/** System call numbers: Linux arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. */
const calls = {
	openat: { amd64: 257, arm64: 56 },
	write: { amd64: 1, arm64: 64 },
	execve: { amd64: 59, arm64: 221 },
	socket: { amd64: 41, arm64: 198 },
	connect: { amd64: 42, arm64: 203 },
	mount: { amd64: 165, arm64: 40 },
	unshare: { amd64: 272, arm64: 97 },
	setuid: { amd64: 105, arm64: 146 },
	getuid: { amd64: 102, arm64: 174 },
	prctl: { amd64: 157, arm64: 167 },
	clone: { amd64: 56, arm64: 220 },
} as const;

export type ProbeArch = "amd64" | "arm64";

const [EPERM, EAGAIN, EACCES, EROFS, ENETUNREACH] = [-1, -11, -13, -30, -101];
const atCwd = -100;
const [readOnly, writeOnly, create] = [0, 1, 0o101];
const sigchld = 17;
const [newNamespace, newUser] = [0x20000, 0x10000000];
/** struct sockaddr_in for 192.0.2.1 port 9: an address nobody has (RFC 5737); UDP connect only looks for a route. */
const nowhere = Uint8Array.of(2, 0, 0, 9, 192, 0, 2, 1, 0, 0, 0, 0, 0, 0, 0, 0);

/** Each file a check opens gets the next free number: 3, 4, 5, and 6 for the socket. */
export const probeChecks: readonly Check[] = [
	{ name: "root-write-refused", call: "openat", args: [atCwd, "/hearth", create, 0o600], expect: EROFS },
	{ name: "input-readable", call: "openat", args: [atCwd, "/in/probe", readOnly], expect: 3 },
	{ name: "input-write-refused", call: "openat", args: [atCwd, "/in/new", create, 0o600], expect: EROFS },
	{ name: "output-opens", call: "openat", args: [atCwd, "/out/probe", writeOnly], expect: 4 },
	{ name: "output-writable", call: "write", args: [4, "held", 4], expect: 4 },
	{ name: "other-output-refused", call: "openat", args: [atCwd, "/out/new", create, 0o600], expect: EROFS },
	{ name: "scratch-writable", call: "openat", args: [atCwd, "/tmp/probe", create, 0o700], expect: 5 },
	{ name: "scratch-exec-refused", call: "execve", args: ["/tmp/probe", 0, 0], expect: EACCES },
	{ name: "socket", call: "socket", args: [2, 2, 0], expect: 6 },
	{ name: "network-absent", call: "connect", args: [6, nowhere, nowhere.length], expect: ENETUNREACH },
	// A file system nobody has: even where mounting is allowed, nothing gets mounted (the answer is then ENODEV).
	{ name: "mount-refused", call: "mount", args: ["none", "/in", "hearth-none", 0, 0], expect: EPERM },
	{ name: "unshare-refused", call: "unshare", args: [newNamespace], expect: EPERM },
	{ name: "user-namespace-refused", call: "unshare", args: [newUser], expect: EPERM },
	{ name: "setuid-refused", call: "setuid", args: [0], expect: EPERM },
	{ name: "not-root", call: "getuid", args: [], expect: 65_534 },
	{ name: "no-new-privileges", call: "prctl", args: [39, 0, 0, 0, 0], expect: 1 },
	{ name: "seccomp", call: "prctl", args: [21, 0, 0, 0, 0], expect: 2 },
	{ name: "no-admin-capability", call: "prctl", args: [23, 21, 0, 0, 0], expect: 0 },
	{ name: "no-raw-network-capability", call: "prctl", args: [23, 13, 0, 0, 0], expect: 0 },
	// The probe's job may have one process, and that is the probe itself.
	{ name: "fork-limit", call: "clone", args: [sigchld, 0, 0, 0, 0], expect: EAGAIN },
];

// Both listings: table, digits, tick and nap are the four addresses that follow the code.
const code: Readonly<Record<ProbeArch, string>> = {
	amd64: `
		48 8b 1d 69 00 00 00   ;       mov  rbx, [table]
		48 8b 03               ; next: mov  rax, [rbx]        call number
		48 85 c0               ;       test rax, rax
		78 38                  ;       js   done
		48 8b 7b 08            ;       mov  rdi, [rbx+8]      five arguments
		48 8b 73 10            ;       mov  rsi, [rbx+16]
		48 8b 53 18            ;       mov  rdx, [rbx+24]
		4c 8b 53 20            ;       mov  r10, [rbx+32]
		4c 8b 43 28            ;       mov  r8, [rbx+40]
		0f 05                  ;       syscall
		31 f6                  ;       xor  esi, esi
		48 3b 43 30            ;       cmp  rax, [rbx+48]     as expected?
		40 0f 94 c6            ;       sete sil
		48 03 35 42 00 00 00   ;       add  rsi, [digits]     "0" or "1"
		6a 01 5f               ;       push 1; pop rdi
		6a 01 5a               ;       push 1; pop rdx
		6a 01 58               ;       push 1; pop rax        write(1, digit, 1)
		0f 05                  ;       syscall
		48 83 c3 38            ;       add  rbx, 56
		eb c0                  ;       jmp  next
		6a 01 5f               ; done: push 1; pop rdi
		48 8b 35 2f 00 00 00   ;       mov  rsi, [tick]
		6a 01 5a               ;       push 1; pop rdx
		6a 01 58               ;       push 1; pop rax        write(1, ".", 1)
		0f 05                  ;       syscall
		48 8b 3d 28 00 00 00   ;       mov  rdi, [nap]
		31 f6                  ;       xor  esi, esi
		6a 23 58               ;       push 35; pop rax       nanosleep(nap, 0)
		0f 05                  ;       syscall
		eb de                  ;       jmp  done
		0f 1f 80 00 00 00 00   ;       nop`,
	arm64: `
		93 03 00 58            ;       ldr  x19, table
		68 02 40 f9            ; next: ldr  x8, [x19]         call number
		08 02 f8 b7            ;       tbnz x8, #63, done
		60 86 40 a9            ;       ldp  x0, x1, [x19, #8] five arguments
		62 8e 41 a9            ;       ldp  x2, x3, [x19, #24]
		64 16 40 f9            ;       ldr  x4, [x19, #40]
		01 00 00 d4            ;       svc  #0
		69 1a 40 f9            ;       ldr  x9, [x19, #48]
		1f 00 09 eb            ;       cmp  x0, x9            as expected?
		ea 17 9f 9a            ;       cset x10, eq
		81 02 00 58            ;       ldr  x1, digits
		21 00 0a 8b            ;       add  x1, x1, x10       "0" or "1"
		20 00 80 d2            ;       mov  x0, #1
		22 00 80 d2            ;       mov  x2, #1
		08 08 80 d2            ;       mov  x8, #64           write(1, digit, 1)
		01 00 00 d4            ;       svc  #0
		73 e2 00 91            ;       add  x19, x19, #56
		f0 ff ff 17            ;       b    next
		20 00 80 d2            ; done: mov  x0, #1
		a1 01 00 58            ;       ldr  x1, tick
		22 00 80 d2            ;       mov  x2, #1
		08 08 80 d2            ;       mov  x8, #64           write(1, ".", 1)
		01 00 00 d4            ;       svc  #0
		60 01 00 58            ;       ldr  x0, nap
		01 00 80 d2            ;       mov  x1, #0
		a8 0c 80 d2            ;       mov  x8, #101          nanosleep(nap, 0)
		01 00 00 d4            ;       svc  #0
		f7 ff ff 17            ;       b    done`,
};

const base = 0x400000n;
const headersSize = 64 + 56;
const napNs = 5_000_000n;

/** A static Linux executable (ELF64, one read-only executable segment), about 2 KiB. Same bytes every time. */
export function makeProbeProgram(arch: ProbeArch): Buffer {
	const machine = Buffer.from(code[arch].replace(/;.*$/gm, "").replace(/\s+/g, ""), "hex");
	const entrySize = 7 * 8;
	const tableAt = headersSize + machine.length + 4 * 8;
	const parts: Buffer[] = [];
	let end = tableAt + probeChecks.length * entrySize + 8;
	const place = (bytes: Uint8Array): bigint => {
		const at = base + BigInt(end);
		const padded = Buffer.alloc(Math.ceil((bytes.length + 1) / 8) * 8);
		padded.set(bytes);
		parts.push(padded);
		end += padded.length;
		return at;
	};
	const value = (arg: number | string | Uint8Array | undefined): bigint =>
		typeof arg === "number" ? BigInt(arg) : arg === undefined ? 0n : place(Buffer.from(arg));
	const digits = place(Buffer.from("01"));
	const tick = place(Buffer.from("."));
	const nap = place(qwords(0n, napNs));
	const table = probeChecks.flatMap(({ call, args, expect }) => [
		BigInt(calls[call][arch]),
		...[0, 1, 2, 3, 4].map((index) => value(args[index])),
		BigInt(expect),
	]);
	const addresses = qwords(base + BigInt(tableAt), digits, tick, nap);
	const body = Buffer.concat([machine, addresses, qwords(...table), qwords(-1n), ...parts]);
	return Buffer.concat([elfHeaders(arch, headersSize + body.length), body]);
}

/** ELF header and one program header (System V ABI, "Object Files"). */
function elfHeaders(arch: ProbeArch, size: number): Buffer {
	const header = Buffer.alloc(headersSize);
	header.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]); // 64 bits, little-endian, version 1
	header.writeUInt16LE(2, 16); // executable
	header.writeUInt16LE(arch === "amd64" ? 62 : 183, 18); // EM_X86_64, EM_AARCH64
	header.writeUInt32LE(1, 20);
	header.writeBigUInt64LE(base + BigInt(headersSize), 24); // entry point
	header.writeBigUInt64LE(64n, 32); // program headers follow at once
	header.writeUInt16LE(64, 52);
	header.writeUInt16LE(56, 54);
	header.writeUInt16LE(1, 56);
	header.writeUInt32LE(1, 64); // PT_LOAD
	header.writeUInt32LE(5, 68); // readable, executable
	header.writeBigUInt64LE(base, 80);
	header.writeBigUInt64LE(base, 88);
	header.writeBigUInt64LE(BigInt(size), 96);
	header.writeBigUInt64LE(BigInt(size), 104);
	header.writeBigUInt64LE(0x10000n, 112); // pages of up to 64 KiB, as some arm64 kernels have
	return header;
}

function qwords(...values: readonly bigint[]): Buffer {
	const buffer = Buffer.alloc(values.length * 8);
	for (const [index, value] of values.entries()) buffer.writeBigInt64LE(value, index * 8);
	return buffer;
}
