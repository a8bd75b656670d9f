// A WASI module of about 300 bytes that prints the square of its first argument: work whose result can be checked.
// Instruction codes: WebAssembly core specification, section 5.4.
import { assemble, call, i32, constant as num } from "../../main/tools/wasm/assemble.ts";

const get = (local: number) => [0x20, local];
const set = (local: number) => [0x21, local];
const load = (offset: number) => [0x28, 2, offset];
const loadByte = [0x2d, 0, 0];
const store = [0x36, 2, 0];
const storeByte = [0x3a, 0, 0];
const [add, sub, mul, divide, rest, drop] = [[0x6a], [0x6b], [0x6c], [0x6e], [0x70], [0x1a]];
const block = (body: number[]) => [0x02, 0x40, ...body, 0x0b];
const loop = (body: number[]) => [0x03, 0x40, ...body, 0x0b];
const again = [0x0c, 0];
const againIfNot = [0x0d, 0];
const leaveIfZero = [0x45, 0x0d, 1];

const [sizesGet, argsGet, fdWrite] = [0, 1, 2];
/** p reads the argument, n is the number, q writes its digits backwards, c is a character. */
const [p, n, q, c] = [0, 1, 2, 3];
/** Addresses in its memory. */
const [vectors, pointers, strings, lineEnd] = [8, 64, 512, 2048];

/** argv[1] in decimal, below 46341 so that its square fits. */
export const squareModule = assemble({
	imports: [
		{ name: "args_sizes_get", params: [i32, i32], results: [i32] },
		{ name: "args_get", params: [i32, i32], results: [i32] },
		{ name: "fd_write", params: [i32, i32, i32, i32], results: [i32] },
	],
	memoryPages: 1,
	data: [],
	locals: [i32, i32, i32, i32],
	code: [
		...[...num(0), ...num(4), ...call(sizesGet), ...drop],
		...[...num(pointers), ...num(strings), ...call(argsGet), ...drop],
		...[...num(pointers), ...load(4), ...set(p)],
		...block(
			loop([
				...[...get(p), ...loadByte, ...set(c)],
				...[...get(c), ...leaveIfZero],
				...[...get(n), ...num(10), ...mul, ...get(c), ...num(48), ...sub, ...add, ...set(n)],
				...[...get(p), ...num(1), ...add, ...set(p)],
				...again,
			]),
		),
		...[...get(n), ...get(n), ...mul, ...set(n)],
		...[...num(lineEnd), ...num(10), ...storeByte],
		...[...num(lineEnd), ...set(q)],
		...loop([
			...[...get(q), ...num(1), ...sub, ...set(q)],
			...[...get(q), ...get(n), ...num(10), ...rest, ...num(48), ...add, ...storeByte],
			...[...get(n), ...num(10), ...divide, ...set(n)],
			...[...get(n), ...againIfNot],
		]),
		...[...num(vectors), ...get(q), ...store],
		...[...num(vectors + 4), ...num(lineEnd + 1), ...get(q), ...sub, ...store],
		...[...num(1), ...num(vectors), ...num(1), ...num(4), ...call(fdWrite), ...drop],
	],
});
