// Installs Nix on Linux: exactly the plan the person was shown, by one elevated helper. A Nix that was here before is used as
// it is and never removed; one that we installed is uninstalled by its own receipt.
import { existsSync } from "node:fs";
import { z } from "zod";
import { type SetupWords, setupChangeSchema } from "../../../main/contract/setup.ts";
import { canonical, sha256 } from "../../../main/tools/crypto/canonical.ts";
import {
	type ElevatedAct,
	type ElevatedEnd,
	elevatedActSchema,
	nixPlanners,
	pinnedFileSchema,
	type RunElevated,
} from "../../elevate/elevated.ts";
import { elevatedFault } from "../../elevate/elevated-words.ts";
import { readInstallerActions } from "../../elevate/installer-plan.ts";
import { type Probe, type Step, StepFault, type StepType } from "../../engine/step.ts";
import { recogniseFailure } from "../../failures/recognise.ts";
import { words } from "../common/files.ts";
import { sharedBefore, stoodBefore, systemTraces, type TraceReaders, tracesLeft } from "./installation-traces.ts";
import { lookForNix, type NixHere, type NixHereTools, readInstallerVersion, readReceipt } from "./nix-here.ts";

export interface NixInstallTools extends NixHereTools {
	readonly elevated: RunElevated;
	/** Where to look for what an uninstaller left; the system's own files when not given. */
	readonly traces?: TraceReaders;
}

export const nixInstallParamsSchema = z.strictObject({
	/** The installer, pinned by its digest. */
	installer: pinnedFileSchema,
	planner: z.enum(nixPlanners),
	/** The plan the installer made before, which the person was shown. */
	plan: pinnedFileSchema,
	/** What it changes, read out of it. */
	changes: z.array(setupChangeSchema).min(1),
});
export type NixInstallParams = z.infer<typeof nixInstallParamsSchema>;

/** Installs a plan that was made, and shown, before. */
export function nixInstallStep(tools: NixInstallTools): StepType {
	return {
		type: "nix.install",
		version: 1,
		open(input) {
			const { installer, plan, changes } = nixInstallParamsSchema.parse(input);
			return step(tools, {
				changes,
				install: [{ verb: "install-plan", installer, plan }],
				isOurs: (receipt) => isReceiptOf(receipt, readReceipt(plan.path)),
			});
		},
	};
}

export const nixInstallRecordedParamsSchema = z.strictObject({
	/** The installer, pinned by its digest. */
	installer: pinnedFileSchema,
	planner: z.enum(nixPlanners),
	settings: elevatedActSchema.options[0].shape.settings,
	/** Top-level actions of the plan this installer was recorded to make, in order. */
	actions: z.array(z.string()).min(1).max(50),
	/** What that plan changes, which the person is shown. */
	changes: z.array(setupChangeSchema).min(1).max(200),
});
export type NixInstallRecordedParams = z.infer<typeof nixInstallRecordedParamsSchema>;

/** Has the plan made and installed in one question; the helper refuses a plan with anything that was not shown. */
export function nixInstallRecordedStep(tools: NixInstallTools): StepType {
	return {
		type: "nix.install",
		version: 2,
		open(input) {
			const { installer, planner, settings, actions, changes } = nixInstallRecordedParamsSchema.parse(input);
			const places = changes.map(({ place }) => place);
			return step(tools, {
				changes,
				install: [
					{ verb: "plan", installer, planner, settings },
					{ verb: "install-plan", installer, plan: { actions, places } },
				],
				isOurs: (receipt) => canonical(namesOf(receipt)) === canonical(actions),
			});
		},
	};
}

/** A store with the programs' base; homes come on top. */
const installedBytes = 600 * 2 ** 20;

interface Installing {
	readonly changes: NixInstallParams["changes"];
	readonly install: readonly ElevatedAct[];
	/** Is a receipt whose digest is not known that of our installation? */
	isOurs(receipt: string): boolean;
}

/**
 * Memory: `asked`, that the helper was asked to install; `receipt`, the digest of the receipt it left; `before`, the places
 * of `changes`, a line each, that were there before, and `shared`, the system's folders that were; of an older Hearth neither.
 */
function step(tools: NixInstallTools, { changes, install, isOurs }: Installing): Step {
	const { places, traces = systemTraces } = tools;
	const receiptDigest = () => {
		const text = readReceipt(places.receipt);
		return text === null ? null : sha256(text);
	};
	/** Somebody may have installed another one since. Cut off before its digest was known, it must be our plan's receipt. */
	const isReceiptOurs = (known: unknown) => {
		const receipt = readReceipt(places.receipt);
		if (typeof known === "string") return receipt !== null && sha256(receipt) === known;
		return receipt === null || isOurs(receipt);
	};
	const isNothingThere = () => !existsSync(places.store) && !existsSync(places.receipt);
	return {
		describe: () => ({
			title: words("setup.step.nix-install", {}),
			changes,
			diskBytes: installedBytes,
			rights: "administrator",
			undone: words("setup.undone.nix", {}),
			byHand: words("setup.by-hand.nix", { command: `sudo ${places.uninstaller} uninstall` }),
			seconds: { from: 30, to: 300 },
		}),
		async probe({ memory, run }): Promise<Probe> {
			const here = await lookForNix(tools, run);
			if (memory?.asked !== true) return before(here);
			if (isNothingThere()) return { found: "absent" };
			if (!isReceiptOurs(memory.receipt)) return before(here);
			return { found: here.state === "answers" ? "ours" : "partial" };
		},
		async act({ memory, remember, run, signal }) {
			const acts = [...install];
			// Our own half: the installer would see its receipt, do nothing and say that it is done.
			if (existsSync(places.receipt)) {
				if (memory?.asked !== true || !existsSync(places.uninstaller))
					throw new StepFault(halfWords(await lookForNix(tools, run)));
				acts.unshift({ verb: "uninstall", keep: sharedBefore(memory) });
			}
			signal.throwIfAborted();
			const was = stoodBefore(changes, memory, traces);
			remember({ asked: true, ...was });
			const end = await tools.elevated(acts, { signal });
			const receipt = receiptDigest();
			if (receipt !== null) remember({ asked: true, ...was, receipt });
			const here = await lookForNix(tools, run);
			// Whatever the exit code: after a failed try the installer ends with 0.
			if (here.state === "half") throw new StepFault(halfWords(here));
			throwKnown(end);
			const fault = elevatedFault(end);
			if (fault) throw fault;
			if (here.state !== "answers") throw new StepFault(words("setup.fault.nix-silent", {}));
		},
		async undo({ memory, signal }) {
			if (memory?.asked !== true) return [];
			const byHand = words("setup.by-hand.nix", { command: `sudo ${places.uninstaller} uninstall` });
			const left = (what: SetupWords, remove = byHand) => [{ what, remove }];
			const proven = () => {
				const found = tracesLeft(changes, memory, traces);
				if (found.length === 0) return [];
				const names = found.join(", ");
				return left(words("setup.left.nix-traces", { names }), words("setup.by-hand.nix-traces", { names }));
			};
			if (isNothingThere()) return proven();
			if (!isReceiptOurs(memory.receipt)) return left(words("setup.left.nix-changed", {}));
			if (receiptDigest() === null || !existsSync(places.uninstaller))
				return left(words("setup.left.nix-no-receipt", {}));
			const fault = elevatedFault(
				await tools.elevated([{ verb: "uninstall", keep: sharedBefore(memory) }], { signal }),
			);
			if (isNothingThere()) return proven();
			return left(fault?.words ?? words("setup.left.still-there", {}));
		},
	};
}

/** @throws StepFault in the words of the failure that the installer's own text shows; nothing when it shows none. */
function throwKnown(end: ElevatedEnd): void {
	if (end.end !== "failed" && end.end !== "lost") return;
	const known = recogniseFailure({ platform: "linux", text: end.said });
	if (known) throw new StepFault(known.what);
}

const namesOf = (text: string) => readInstallerActions(text)?.map(({ name }) => name) ?? null;

/** The same installer's plan for the same actions. */
function isReceiptOf(receipt: string, plan: string | null): boolean {
	const [one, other] = [receipt, plan ?? ""].map((text) => {
		const names = namesOf(text);
		return names ? canonical([names, readInstallerVersion(text)]) : null;
	});
	return one !== null && one === other;
}

/** Nothing here is ours. */
function before(here: NixHere): Probe {
	switch (here.state) {
		case "none":
			return { found: "absent" };
		case "answers":
			return { found: "theirs", detail: words("setup.found.nix", { version: here.version }) };
		case "old":
			return { found: "blocked", detail: words("setup.fault.nix-old", { version: here.version }) };
		case "half":
			return { found: "blocked", detail: halfWords(here) };
		case "silent":
			return { found: "blocked", detail: words("setup.fault.nix-silent", {}) };
	}
}

const halfWords = (here: NixHere) =>
	words("setup.fault.nix-half", { action: here.state === "half" ? here.action : "?" });
