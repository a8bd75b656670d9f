// This PC: what it can prove, what it knows, what it sends, what is wrong; and the web door.
import { statSync } from "node:fs";
import type { About } from "../../contract/about.ts";
import type { LedgerCheck } from "../../contract/ledger.ts";
import { sentFields } from "../../contract/sent.ts";
import type { Snapshot } from "../../contract/snapshot.ts";
import { shownFacts } from "../../core/shell-facts.ts";
import { findProblems } from "../doctor.ts";
import type { WebDoor } from "../doors/web-door.ts";
import type { Parts } from "../parts.ts";
import type { Probes } from "../probes.ts";
import type { AgentCalls } from "./agent-calls.ts";

type DeviceCalls = Pick<AgentCalls, "about" | "probe" | "doctor" | "observeShell" | "openWindow">;

export interface DeviceCallsInput {
	readonly parts: Parts;
	readonly probes: Probes;
	readonly snapshot: () => Snapshot;
	readonly verify: () => Promise<LedgerCheck>;
	readonly web: WebDoor;
}

export function deviceCalls({ parts, probes, snapshot, verify, web }: DeviceCallsInput): DeviceCalls {
	const about = async (): Promise<About> => ({
		version: parts.version,
		node: process.version,
		dataDirectory: parts.dataDirectory,
		facts: shownFacts(await parts.facts.readNow(), parts.clock.now()),
		runners: probes.states(),
		sent: sentFields(),
	});
	return {
		about,
		async probe() {
			await probes.run();
			return about();
		},
		async doctor() {
			const [now, ledger] = await Promise.all([about(), verify()]);
			return {
				at: parts.clock.now(),
				findings: findProblems({
					about: now,
					snapshot: snapshot(),
					ledger,
					dataDirectory: parts.dataDirectory,
					dataDirectoryMode: statSync(parts.dataDirectory).mode,
				}),
			};
		},
		observeShell(facts) {
			parts.facts.hear(facts);
			return {};
		},
		openWindow: async (port) => ({ url: await web.open(port) }),
	};
}
