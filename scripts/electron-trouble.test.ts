import { expect, test } from "vitest";
import { chainOf, electronTroubles, judgeTrouble } from "./electron-trouble.ts";
import { say } from "./say.ts";
import { showProgress } from "./show-progress.ts";

const coded = (code: string, message = code) => Object.assign(new Error(message), { code });
const fetchFailed = (cause: Error) => new TypeError("fetch failed", { cause });

/** Errors as Node's fetch, its files, @electron/get 5 and electron/install.js throw them. */
const cases: [string, unknown][] = [
	["offline", fetchFailed(coded("ENOTFOUND", "getaddrinfo ENOTFOUND github.com"))],
	["offline", fetchFailed(coded("EAI_AGAIN"))],
	["offline", fetchFailed(new AggregateError([coded("ECONNREFUSED", "connect ECONNREFUSED ::1:443")]))],
	["offline", fetchFailed(coded("UND_ERR_CONNECT_TIMEOUT", "Connect Timeout Error"))],
	["offline", new TypeError("terminated", { cause: coded("UND_ERR_SOCKET", "other side closed") })],
	["offline", new Error("Response code 503 (Service Unavailable) for http://m/electron.zip")],
	["absent", new Error("Response code 404 (Not Found) for http://m/electron.zip")],
	["proxy", fetchFailed(new Error("Proxy response (407) !== 200 when HTTP Tunneling"))],
	["certificate", fetchFailed(coded("SELF_SIGNED_CERT_IN_CHAIN", "self-signed certificate in certificate chain"))],
	["certificate", fetchFailed(coded("UNABLE_TO_VERIFY_LEAF_SIGNATURE"))],
	[
		"checksum",
		Object.assign(new Error('Generated checksum for "e.zip" did not match'), { name: "ChecksumMismatchError" }),
	],
	["full", coded("ENOSPC", "ENOSPC: no space left on device, write")],
	["denied", coded("EACCES", "EACCES: permission denied, mkdir '/x'")],
	["denied", coded("EROFS", "EROFS: read-only file system")],
	["unsupported", new Error("Electron builds are not available on platform: aix")],
	["unsupported", new Error("Electron v45.4.1 does not have a published win32/ia32 artifact.")],
	["other", new Error("something new")],
	["other", "thrown text"],
	["other", undefined],
];

test.each(cases)("%s: %s", (trouble, error) => {
	expect(judgeTrouble(chainOf(error)).trouble).toBe(trouble);
});

test("the detail is the innermost reason, in one line", () => {
	const error = fetchFailed(coded("ENOTFOUND", "getaddrinfo ENOTFOUND github.com\nmore"));
	expect(judgeTrouble(chainOf(error)).detail).toBe("getaddrinfo ENOTFOUND github.com");
});

test("an error that names itself as its cause ends", () => {
	const error = new Error("round");
	error.cause = error;
	expect(chainOf(error).length).toBeLessThan(10);
});

test("each trouble says what happened and what to do", () => {
	for (const trouble of electronTroubles) {
		expect(say(`electron-get.failed.${trouble}`, { detail: "d" })).not.toBe("");
		expect(say(`electron-get.failed.${trouble}.do`)).not.toBe("");
	}
});

const shown = (isTTY: boolean, steps: [number, number | null][]) => {
	let text = "";
	const progress = showProgress({ isTTY, write: (more: string) => (text += more) });
	for (const [done, total] of steps) progress.show(done, total);
	progress.end();
	progress.end();
	return text;
};

test("progress: one line that changes on a terminal, a line for each tenth elsewhere", () => {
	const steps = Array.from({ length: 201 }, (_, n): [number, number] => [n * 500_000, 100_000_000]);
	expect(shown(false, steps).split("\n")).toHaveLength(12);
	expect(shown(false, steps)).toMatch(/^0% {2}0 of 100 MB\n10% {2}10 of 100 MB\n[^\r]*100% {2}100 of 100 MB\n$/);
	expect(shown(true, steps)).toMatch(/^\r0% {2}0 of 100 MB\r[^\n]*\r100% {2}100 of 100 MB\n$/);
	expect(
		shown(false, [
			[0, null],
			[4_000_000, null],
			[12_500_000, null],
		]),
	).toBe("0 MB\n12 MB\n");
	expect(
		shown(false, [
			[0, 0],
			[5, 0],
		]),
	).toBe("0 MB\n");
});
