declare module "systeminformation/lib/memory.js" {
	/** Bytes; a field the OS does not report may be null. */
	export function mem(): Promise<{ total: number; available: number }>;
}
