// Which Linux distributions this Windows account has, from its registry: wsl.exe's own list is words in a language. Pure.
import { type RegistryKey, registryNumber, registryText } from "./registry.ts";

export interface Distro {
	/** {…}; a distribution that is made again gets another. */
	readonly guid: string;
	readonly name: string;
	/** 1 is ready; anything else is being installed, removed or moved. */
	readonly ready: boolean;
	/** 1 is the old kind without a Linux kernel. */
	readonly version: number;
	/** Where its disk lies, without the \\?\ that may stand before. */
	readonly basePath: string;
}

export const lxss = "HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Lxss";
const guidPattern = /\\Lxss\\(\{[0-9a-f-]{36}\})$/i;

/** From the keys below Lxss; a key without a name is a distribution that was never finished, and is left out. */
export function readDistros(keys: readonly RegistryKey[]): Distro[] {
	return keys.flatMap((key) => {
		const guid = guidPattern.exec(key.path)?.[1]?.toLowerCase();
		const name = registryText(key, "DistributionName");
		if (guid === undefined || name === null) return [];
		const basePath = (registryText(key, "BasePath") ?? "").replace(/^\\\\\?\\/, "");
		const ready = registryNumber(key, "State") === 1;
		return [{ guid, name, ready, version: registryNumber(key, "Version") ?? 2, basePath }];
	});
}

/** Names are the same in any case, as Windows has it. reg.exe changes letters beyond ASCII, so paths compare without. */
export const isSameName = (one: string, other: string) => one.toLowerCase() === other.toLowerCase();
export function isSamePath(one: string, other: string): boolean {
	const plain = (path: string) =>
		path
			.replace(/^\\\\\?\\/, "")
			.replace(/[^\x20-\x7e]+/g, "?")
			.replace(/[\\/]+$/, "")
			.toLowerCase();
	return plain(one) === plain(other);
}
