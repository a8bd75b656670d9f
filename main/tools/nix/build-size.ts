// What `nix build --dry-run` says it would fetch and build: the size a person is shown before.

export interface BuildSize {
	/** Derivations that would be built here. */
	readonly builds: number;
	/** Paths that would be fetched. */
	readonly fetches: number;
	readonly downloadBytes: number;
	/** Room the fetched paths take; what is built here comes on top and cannot be told before. */
	readonly unpackedBytes: number;
}

const units: Readonly<Record<string, number>> = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };
const buildLine = /^(?:these (\d+) derivations|this derivation) will be built:/m;
const fetchLine =
	/^(?:these (\d+) paths|this path) will be fetched \(([\d.]+) ([KMGT]?i?B) download, ([\d.]+) ([KMGT]?i?B) unpacked\)/m;

/** From its standard error in the C locale. Nothing to do: all zeros. */
export function readBuildSize(text: string): BuildSize {
	const build = buildLine.exec(text);
	const fetch = fetchLine.exec(text);
	return {
		builds: build ? wholeNumber(build[1]) : 0,
		fetches: fetch ? wholeNumber(fetch[1]) : 0,
		downloadBytes: bytes(fetch?.[2], fetch?.[3]),
		unpackedBytes: bytes(fetch?.[4], fetch?.[5]),
	};
}

/** "this path" has no number. */
function wholeNumber(digits: string | undefined): number {
	return digits === undefined ? 1 : Math.min(Number(digits), Number.MAX_SAFE_INTEGER);
}

function bytes(value: string | undefined, unit: string | undefined): number {
	const size = Number(value ?? 0) * (units[unit ?? "B"] ?? 1);
	return Number.isFinite(size) ? Math.min(Math.round(size), Number.MAX_SAFE_INTEGER) : 0;
}
