// A tiny assembler for wasm modules: sections and numbers are encoded, instructions are written as bytes.
// Source of the encodings: WebAssembly core specification 2.0, chapter 5. For the probe and for tests.

export const i32 = 0x7f;
export const i64 = 0x7e;

export interface Signature {
	readonly params: readonly number[];
	readonly results: readonly number[];
}

export interface Assembly {
	/** Functions of wasi_snapshot_preview1, numbered from 0. `from` names another module. */
	readonly imports: readonly (Signature & { readonly name: string; readonly from?: string })[];
	/** 64 KiB pages; exported as "memory". null: none. */
	readonly memoryPages: number | null;
	readonly data: readonly { readonly at: number; readonly bytes: Uint8Array }[];
	/** Kinds of the locals of _start, then its instructions without the closing end. */
	readonly locals: readonly number[];
	readonly code: readonly number[];
}

/** Unsigned LEB128. */
export function leb(value: number): number[] {
	const bytes = [];
	let rest = value;
	do {
		const low = rest % 128;
		rest = Math.floor(rest / 128);
		bytes.push(rest > 0 ? low | 0x80 : low);
	} while (rest > 0);
	return bytes;
}

/** i32.const */
export function constant(value: number): number[] {
	const bytes = [0x41];
	let rest = value | 0;
	for (;;) {
		const low = rest & 0x7f;
		rest >>= 7;
		if ((rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0)) return [...bytes, low];
		bytes.push(low | 0x80);
	}
}

export const call = (index: number) => [0x10, ...leb(index)];

const list = (items: readonly (readonly number[])[]) => [...leb(items.length), ...items.flat()];
const text = (value: string) => list([...Buffer.from(value)].map((byte) => [byte]));
const section = (id: number, body: readonly number[]) => [id, ...leb(body.length), ...body];
const functionType = ({ params, results }: Signature) => [
	0x60,
	...list(params.map((kind) => [kind])),
	...list(results.map((kind) => [kind])),
];

/** A command module whose _start runs `code`. */
export function assemble({ imports, memoryPages, data, locals, code }: Assembly): Uint8Array {
	const start = { params: [], results: [] };
	const body = [...list(locals.map((kind) => [1, kind])), ...code, 0x0b];
	const exports = [[...text("_start"), 0, ...leb(imports.length)]];
	if (memoryPages !== null) exports.push([...text("memory"), 2, 0]);
	return Uint8Array.from([
		...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
		...section(1, list([...imports, start].map(functionType))),
		...section(
			2,
			list(imports.map(({ name, from = "wasi_snapshot_preview1" }, i) => [...text(from), ...text(name), 0, ...leb(i)])),
		),
		...section(3, list([leb(imports.length)])),
		...(memoryPages === null ? [] : section(5, list([[0, ...leb(memoryPages)]]))),
		...section(7, list(exports)),
		...section(10, list([[...leb(body.length), ...body]])),
		...section(11, list(data.map(({ at, bytes }) => [0, ...constant(at), 0x0b, ...list([...bytes].map((b) => [b]))]))),
	]);
}
