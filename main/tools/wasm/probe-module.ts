// The probe's program, put together by hand. In text form:
//
// (module
//   (import "wasi_snapshot_preview1" "path_open"
//     (func $path_open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
//   (import "wasi_snapshot_preview1" "fd_write" (func $fd_write (param i32 i32 i32 i32) (result i32)))
//   (memory (export "memory") 1)
//   (data (i32.const 0) "probe")
//   (data (i32.const 16) "sealed\n")
//   (data (i32.const 32) "open\n")
//   (data (i32.const 48) "\10\00\00\00\07\00\00\00")                ;; where "sealed\n" is, and its length
//   (data (i32.const 56) "\20\00\00\00\05\00\00\00")                ;; the same for "open\n"
//   (func (export "_start") (local $i i64)
//     ;; sealed if all four are refused: a new file in /in (3), an undeclared one in /out (4),
//     ;; more memory than allowed, and a folder that was never handed out (6)
//     i32.const 1                                                   ;; standard output
//     i32.const 48
//     i32.const 56
//     (i32.ne (call $path_open 3 ...) (i32.const 0))
//     (i32.ne (call $path_open 4 ...) (i32.const 0)) i32.and
//     (i32.eq (memory.grow (i32.const 60000)) (i32.const -1)) i32.and
//     (i32.ne (call $path_open 6 ...) (i32.const 0)) i32.and
//     select                                                        ;; 48 if all were refused, else 56
//     i32.const 1
//     i32.const 80
//     call $fd_write
//     drop
//     ;; then work: about 8e9 rounds, so that a probe nobody ends still ends by itself
//     (loop (br_if 0 (i64.lt_u (local.tee $i (i64.add (local.get $i) (i64.const 1))) (i64.const 8589934592))))))
import { assemble, call, constant, i32, i64 } from "./assemble.ts";

const equal = 0x46;
const notEqual = 0x47;
const and = 0x71;
const select = 0x1b;
const drop = 0x1a;
const createFlag = 1;
/** i64.const with the right to write (bit 6). */
const writeRight = [0x42, 0xc0, 0x00];

const openRefused = (folder: number) => [
	...[folder, 0, 0, 5, createFlag].flatMap(constant),
	...writeRight,
	...writeRight,
	...[0, 72].flatMap(constant),
	...call(0),
	...constant(0),
	notEqual,
];

export const sealedLine = "sealed\n";

/** Prints sealedLine when it could not get out, "open\n" when it could; then works until it is stopped. */
export function probeModule(): Uint8Array {
	return assemble({
		imports: [
			{ name: "path_open", params: [i32, i32, i32, i32, i32, i64, i64, i32, i32], results: [i32] },
			{ name: "fd_write", params: [i32, i32, i32, i32], results: [i32] },
		],
		memoryPages: 1,
		data: [
			{ at: 0, bytes: Buffer.from("probe") },
			{ at: 16, bytes: Buffer.from(sealedLine) },
			{ at: 32, bytes: Buffer.from("open\n") },
			{ at: 48, bytes: Uint8Array.of(16, 0, 0, 0, sealedLine.length, 0, 0, 0) },
			{ at: 56, bytes: Uint8Array.of(32, 0, 0, 0, 5, 0, 0, 0) },
		],
		locals: [i64],
		code: [
			...constant(1),
			...constant(48),
			...constant(56),
			...openRefused(3),
			...openRefused(4),
			and,
			...[...constant(60_000), 0x40, 0x00, ...constant(-1), equal, and],
			...openRefused(6),
			and,
			select,
			...constant(1),
			...constant(80),
			...call(1),
			drop,
			// loop: local 0 + 1, kept and compared with 2^33
			...[0x03, 0x40, 0x20, 0, 0x42, 1, 0x7c, 0x22, 0, 0x42, 0x80, 0x80, 0x80, 0x80, 0x20, 0x54, 0x0d, 0, 0x0b],
		],
	});
}
