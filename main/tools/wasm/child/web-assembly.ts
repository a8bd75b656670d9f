// The part of JavaScript's WebAssembly used here. The compiler's Node types do not name it.

interface WebAssemblyApi {
	readonly Module: new (bytes: Uint8Array) => object;
	readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, unknown> };
	readonly Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
}

export const { WebAssembly } = globalThis as unknown as { readonly WebAssembly: WebAssemblyApi };
