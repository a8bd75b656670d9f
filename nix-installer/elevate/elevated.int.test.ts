// The whole way for real: request, question, helper process, programs, lines; with a stand-in for the system's question.
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { systemClock } from "../../main/tools/clock/clock.ts";
import { type RunCommand, runCommand } from "../../main/tools/run-command/run-command.ts";
import type { ElevatedAct, HelperLine } from "./elevated.ts";
import { openElevated } from "./open-elevated.ts";
import { starterFor } from "./starters.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "hearth-elevated-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (...names: string[]) => join(folder, ...names);
function program(name: string, ...lines: string[]) {
	const text = ["#!/bin/sh", ...lines, ""].join("\n");
	writeFileSync(at(name), text);
	chmodSync(at(name), 0o755);
	return { path: at(name), sha256: createHash("sha256").update(text).digest("hex") };
}
/** As polkit starts a program: a closed environment that names who asked. */
const yes = (uid: number | undefined = process.getuid?.()) => [
	'[ "$1" = --disable-internal-agent ] || exit 99',
	"shift",
	`echo asked >> ${at("asked")}`,
	`exec env -i PATH=/usr/bin:/bin PKEXEC_UID=${uid} "$@"`,
];
const withFakes: RunCommand = (argv, options) =>
	runCommand(argv, { ...options, env: { ...options.env, PATH: `${folder}:${process.env.PATH}` } });
function elevate(acts: readonly ElevatedAct[], signal = new AbortController().signal) {
	const lines: HelperLine[] = [];
	const run = openElevated({
		directory: at("asks"),
		run: withFakes,
		clock: systemClock,
		starter: starterFor("linux", 1000),
	});
	return { lines, ended: run(acts, { signal, onLine: (line) => lines.push(line) }) };
}
/** Behaves as nix-installer does as far as the helper sees. */
const installer = () =>
	program(
		"nix-installer",
		'case "$1" in',
		`plan) printf '{"version":"1","actions":[{"action":{"action_name":"provision_nix"},"state":"Uncompleted"}]}' > "$3";;`,
		`--logger) cp "$4" ${at("installed")}; echo '{"level":"INFO","fields":{"message":"Step: Provision Nix"}}' >&2;;`,
		"*) exit 64;;",
		"esac",
	);
const setUp = (pinned: { path: string; sha256: string }): ElevatedAct[] => [
	{ verb: "plan", installer: pinned, planner: "linux", settings: {} },
	{ verb: "install-plan", installer: pinned, plan: { actions: ["provision_nix"] } },
];

describe.skipIf(process.platform === "win32")("a question to the person", () => {
	test("asked once, a plan is made and exactly that plan installed", async () => {
		program("pkexec", ...yes());
		const { lines, ended } = elevate(setUp(installer()));
		expect(await ended).toEqual({ end: "done" });
		expect(readFileSync(at("asked"), "utf8")).toBe("asked\n");
		const plan = lines.find((line) => line.kind === "plan");
		expect(plan?.kind === "plan" && plan.text).toBe(readFileSync(at("installed"), "utf8"));
		expect(lines.some((line) => line.kind === "said" && line.line.includes("Step: Provision Nix"))).toBe(true);
		expect(lines[0]).toMatchObject({ kind: "started" });
		expect(lines.at(-1)).toEqual({ kind: "ended", whole: true });
		expect(readdirSync(at("asks"))).toEqual([]);
	});

	test.runIf(process.getuid?.() === 0)(
		"the administrator's helper serves the person who was asked, and nobody else",
		async () => {
			// What the person's own app leaves belongs to the person; the helper runs as root.
			const of = (owner: number) => [`chown -R ${owner} ${at("asks")}`, ...yes(1000)];
			program("pkexec", ...of(1000));
			expect(await elevate(setUp(installer())).ended).toEqual({ end: "done" });
			rmSync(at("installed"));
			program("pkexec", ...of(1001));
			expect(await elevate(setUp(installer())).ended).toMatchObject({ end: "refused" });
			expect(existsSync(at("installed"))).toBe(false);
		},
	);

	test("no is no error, and nobody to ask gives a line for a terminal that works", async () => {
		program("pkexec", "exit 126");
		expect(await elevate(setUp(installer())).ended).toEqual({ end: "declined" });
		program("pkexec", "exit 127");
		const end = await elevate(setUp(installer())).ended;
		expect(end.end).toBe("no-prompt");
		expect(existsSync(at("installed"))).toBe(false);
		if (end.end !== "no-prompt") throw new Error("no line");
		program("sudo", `exec env -i PATH=/usr/bin:/bin SUDO_UID=${process.getuid?.()} "$@"`);
		const typed = await withFakes(["/bin/sh", "-c", end.command], { timeoutMs: 30_000 });
		expect(typed).toMatchObject({ end: "exit", code: 0 });
		expect(existsSync(at("installed"))).toBe(true);
	});

	test("a request changed while the person reads the question is refused", async () => {
		program("pkexec", `printf ' ' >> "$4"`, ...yes());
		expect(await elevate(setUp(installer())).ended).toEqual({ end: "refused", why: "the request was changed" });
		program("pkexec", `chmod 666 "$4"`, ...yes());
		expect(await elevate(setUp(installer())).ended).toMatchObject({ end: "refused" });
		program("pkexec", ...yes((process.getuid?.() ?? 0) + 1));
		expect(await elevate(setUp(installer())).ended).toMatchObject({ end: "refused" });
		expect(existsSync(at("installed"))).toBe(false);
	});

	test("an installer changed after it was pinned does not run", async () => {
		program("pkexec", ...yes());
		const pinned = installer();
		program("nix-installer", `touch ${at("evil")}`);
		expect(await elevate(setUp(pinned)).ended).toMatchObject({ end: "failed", index: 0, code: null });
		expect(existsSync(at("evil"))).toBe(false);
	});

	test("a failing program's code and words come back; one that is killed is lost", async () => {
		program("pkexec", ...yes());
		const failing = program("nix-installer", "echo 'No space left on device' >&2", "exit 1");
		expect(await elevate(setUp(failing)).ended).toEqual({
			end: "failed",
			index: 0,
			code: 1,
			said: "No space left on device",
		});
		const killer = program("nix-installer", "kill -9 $PPID");
		expect(await elevate(setUp(killer)).ended).toMatchObject({ end: "lost" });
	});

	test("an abort ends the helper and what it runs", async () => {
		program("pkexec", "trap '' TERM", ...yes());
		const endless = program("nix-installer", `echo $$ > ${at("pid")}`, "exec sleep 600");
		const stop = new AbortController();
		const { lines, ended } = elevate(setUp(endless), stop.signal);
		for (let tries = 0; tries < 400 && !existsSync(at("pid")); tries++) {
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		stop.abort();
		expect(await ended).toEqual({ end: "aborted" });
		expect(lines.at(-1)).toEqual({ kind: "ended", whole: false });
		const pid = Number(readFileSync(at("pid"), "utf8"));
		expect(() => process.kill(pid, 0)).toThrow("ESRCH");
	});
});
