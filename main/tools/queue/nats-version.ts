// Which servers are safe enough to stand behind a pool. Older ones miss fixes for published holes (advisories.nats.io,
// 2026) and silently ignore what the fence relies on.

/** The oldest fit server of the current line. The line before it is fit from 2.12.12 on. */
export const natsFloor = "2.14.3";
const floors: readonly (readonly [number, number, number])[] = [
	[2, 12, 12],
	[2, 14, 3],
];

/** True for a version at or above the floor of its line, or of a line newer than all known. Unreadable: false. */
export function isFitNats(version: string): boolean {
	const parts = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
	const [major, minor, patch] = parts ?? [];
	if (major === undefined || minor === undefined || patch === undefined) return false;
	const newest = floors[floors.length - 1];
	if (newest && (major > newest[0] || (major === newest[0] && minor > newest[1]))) return true;
	return floors.some(([a, b, c]) => major === a && minor === b && patch >= c);
}
