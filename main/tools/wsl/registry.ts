// The answer of `reg.exe query`. Its key names, value names and types are the same in every language; its remarks are
// not, and have no place here. Pure.

export interface RegistryValue {
	readonly type: string;
	/** As it stands there: REG_DWORD as 0x…, REG_SZ as text. */
	readonly data: string;
}

export interface RegistryKey {
	/** HKEY_… in full. */
	readonly path: string;
	readonly values: ReadonlyMap<string, RegistryValue>;
}

/** Keys in order; lines that are neither key nor value are passed over. A value's name may hold anything but four spaces. */
export function readRegistry(text: string): RegistryKey[] {
	const keys: { path: string; values: Map<string, RegistryValue> }[] = [];
	for (const line of text.split(/\r?\n/)) {
		if (/^HKEY_[A-Z_]+(\\|$)/.test(line)) {
			keys.push({ path: line.trimEnd(), values: new Map() });
			continue;
		}
		const value = /^ {4}(\S.*?) {4}(REG_[A-Z_]+)(?: {4}(.*))?$/.exec(line);
		const [, name, type, data = ""] = value ?? [];
		if (name !== undefined && type !== undefined) keys.at(-1)?.values.set(name, { type, data });
	}
	return keys;
}

/** null when it is not there or is no REG_DWORD. */
export function registryNumber(key: RegistryKey | undefined, name: string): number | null {
	const value = key?.values.get(name);
	if (value?.type !== "REG_DWORD" || !/^0x[0-9a-f]{1,8}$/i.test(value.data)) return null;
	return Number(value.data);
}

/** null when it is not there or is no text. */
export function registryText(key: RegistryKey | undefined, name: string): string | null {
	const value = key?.values.get(name);
	return value?.type === "REG_SZ" || value?.type === "REG_EXPAND_SZ" ? value.data : null;
}
