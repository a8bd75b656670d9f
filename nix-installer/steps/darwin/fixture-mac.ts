// A Mac on paper: files below a folder, the programs setup asks, and the administrator's helper; strict about everything
// else. Written after the programs' documentation and source. For tests; never used by the product.
import {
	chmodSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fakeClock } from "../../../main/tools/clock/fake.ts";
import type { RunCommand } from "../../../main/tools/run-command/run-command.ts";
import type { ElevatedAct, ElevatedEnd, RunElevated } from "../../elevate/elevated.ts";
import { setupEngine } from "../../engine/engine.ts";
import type { WantedStep } from "../../engine/plan.ts";
import { stepRegistry } from "../../engine/registry.ts";
import type { StepType } from "../../engine/step.ts";
import { darwinNixStep, darwinPackageStep, macPlanActions } from "./darwin-nix.ts";
import { darwinSystemStep } from "./darwin-system.ts";

const fixture = (name: string) => readFileSync(new URL(`fixtures/${name}`, import.meta.url), "utf8");

export interface PaperMac {
	readonly folder: string;
	/** Stands for "/". */
	readonly root: string;
	/** What the person says next; "done" lets the acts run. */
	says: ElevatedEnd;
	/** The next installation stops half way: its receipt says so. With text: it fails with it; without: it ends with 0. */
	half: { text: string | null } | null;
	/** The next activation ends with code 2 and this text. */
	activation: string | null;
	/** Text with which the next build fails. */
	build: string | null;
	revision: string;
	/** Programs beside those that every Mac here has; null for one it does not know. */
	more: ((argv: readonly string[], env: Readonly<Record<string, string>>) => PaperAnswer | null) | null;
	readonly log: string[];
	calls: number;
	cutAt: number;
}

export function newMac(): PaperMac {
	const folder = mkdtempSync(join(tmpdir(), "hearth-mac-"));
	const root = join(folder, "root");
	mkdirSync(join(root, "run"), { recursive: true });
	return {
		...{ folder, root, says: { end: "done" }, half: null, activation: null, build: null },
		...{ revision: "a".repeat(40), more: null, log: [], calls: 0, cutAt: Number.POSITIVE_INFINITY },
	};
}

export const leaveMac = ({ folder }: PaperMac) => rmSync(folder, { recursive: true, force: true });

export const systemPath = (letter: string) => `/nix/store/${letter.repeat(32)}-darwin-system-26.05`;
const installed = "nix/var/nix/profiles/default/bin";
export const binOf = ({ root }: PaperMac) => join(root, installed);
export const currentLink = ({ root }: PaperMac) => join(root, "run/current-system");

export function install(mac: PaperMac, receipt: string, works: boolean): void {
	const bin = binOf(mac);
	mkdirSync(bin, { recursive: true });
	mkdirSync(join(mac.root, "nix/store"), { recursive: true });
	writeFileSync(join(mac.root, "nix/receipt.json"), fixture(receipt));
	if (!works) return;
	writeFileSync(join(bin, "nix"), "");
	chmodSync(join(bin, "nix"), 0o755);
}

export function point(mac: PaperMac, system: string | null): void {
	rmSync(currentLink(mac), { force: true });
	if (system !== null) symlinkSync(system, currentLink(mac));
}

function moment(mac: PaperMac): void {
	if (mac.calls++ >= mac.cutAt) throw new Error("the power is gone");
}

/** As a process has its programs: what a plan looks with. */
export const runOnMac =
	(mac: PaperMac): RunCommand =>
	async ([program, ...args], { env = {} }) => {
		moment(mac);
		mac.log.push([program, ...args].join(" "));
		const [code, stdout, stderr] = mac.more?.([program, ...args], env) ?? answer(mac, program, args);
		const text = (one: string) => ({ text: one, leftOut: 0 });
		moment(mac);
		return { end: "exit", code, stdout: text(stdout), stderr: text(stderr) };
	};

export type PaperAnswer = readonly [code: number, stdout: string, stderr: string];

function answer(mac: PaperMac, program: string, args: readonly string[]): PaperAnswer {
	if (program === "/bin/launchctl") {
		const there = existsSync(join(mac.root, installed, "nix"));
		return there ? [0, fixture("launchctl-print.txt"), ""] : [113, "", "Could not find service in domain for system"];
	}
	if (program.endsWith("/nix")) {
		if (args[0] === "--version") return [0, "nix (Determinate Nix 3.21.2) 2.34.8\n", ""];
		const words = args.slice(2);
		if (words[0] === "flake") return [0, JSON.stringify({ revision: mac.revision }), ""];
		if (words[0] === "build" && mac.build !== null) {
			const said = mac.build;
			mac.build = null;
			return [1, "", said];
		}
		if (words[1]?.endsWith("darwin-uninstaller")) return [0, `${systemPath("1")}\n`, '@nix {"action":"start"}\n'];
		if (words[0] === "build") return [0, `${systemPath("0")}\n`, '@nix {"action":"start"}\n'];
	}
	throw new Error(`not on this Mac: ${program} ${args.join(" ")}`);
}

const elevate =
	(mac: PaperMac): RunElevated =>
	async (acts) => {
		moment(mac);
		if (mac.says.end !== "done") return mac.says;
		for (const [index, act] of acts.entries()) {
			mac.log.push(`ELEVATED ${act.verb}`);
			const [code, said] = actAs(mac, act);
			moment(mac);
			if (code !== 0) return { end: "failed", index, code, said };
		}
		return { end: "done" };
	};

function actAs(mac: PaperMac, act: ElevatedAct): readonly [number, string] {
	switch (act.verb) {
		case "plan":
			return [0, ""];
		case "install-plan":
		case "install-package": {
			// A receipt of a failed try makes the next one claim to be done.
			if (existsSync(join(mac.root, "nix/receipt.json"))) return [0, "already completed"];
			const { half } = mac;
			mac.half = null;
			install(mac, half ? "receipt-half.json" : "receipt.json", half === null);
			return half?.text == null ? [0, ""] : [1, half.text];
		}
		case "uninstall":
			if (lstatSync(currentLink(mac), { throwIfNoEntry: false })) return [1, "nix-darwin installation detected"];
			rmSync(join(mac.root, "nix"), { recursive: true, force: true });
			return [0, ""];
		case "activate-darwin": {
			const said = mac.activation;
			mac.activation = null;
			if (said !== null) return [2, said];
			point(mac, act.system);
			return [0, ""];
		}
		case "remove-darwin":
			point(mac, null);
			return [0, ""];
		default:
			throw new Error(`not on this Mac: ${act.verb}`);
	}
}

export const wantedOn = (kind: "plan" | "package"): WantedStep[] => {
	const pinned = { path: "/Users/ada/installer", sha256: "a".repeat(64) };
	return [
		kind === "plan"
			? {
					id: "nix",
					type: "darwin.nix",
					version: 1,
					params: { installer: pinned, actions: [...macPlanActions], settings: {} },
				}
			: { id: "nix", type: "darwin.nix-package", version: 1, params: { file: pinned, team: "X3JQ4VPJZ6" } },
		{
			id: "system",
			type: "darwin.system",
			version: 1,
			params: { flake: "/Users/ada/fleet", host: "laptop", revision: "a".repeat(40), darwin: "nix-darwin" },
		},
	];
};

/** As one start of Hearth has it. */
export function startMac(mac: PaperMac, more: readonly StepType[] = []) {
	const { root } = mac;
	const tools = { elevate: elevate(mac), root, home: "/Users/ada", path: undefined, named: binOf(mac) };
	return setupEngine({
		directory: join(mac.folder, "setup"),
		registry: stepRegistry([darwinNixStep(tools), darwinPackageStep(tools), darwinSystemStep(tools), ...more]),
		run: runOnMac(mac),
		clock: fakeClock(),
		newId: () => "id",
	});
}
