// An entry without a system: for tests of what asks for it. Never used by the product.
import { ProblemError } from "../../contract/problem.ts";
import type { StartupKind, StartupEntry as StartupLook } from "../../contract/startup.ts";
import type { StartupEntry } from "./startup-entry.ts";

export interface FakeStartupEntry extends StartupEntry {
	/** What a person or another program did outside. */
	set(change: Partial<StartupLook>): void;
	/** Every change asked for, with whether it was to act at once. */
	readonly asked: readonly { on: boolean; now: boolean }[];
}

export function fakeStartup(kind: StartupKind): FakeStartupEntry {
	const asked: { on: boolean; now: boolean }[] = [];
	let state: StartupLook = {
		kind,
		state: "off",
		reason: null,
		where: `/home/owner/.config/${kind}`,
		contents: `start ${kind}`,
		stale: false,
		lingers: null,
	};
	const refuse = () => {
		if (state.state === "foreign") throw new ProblemError("startup.foreign", { where: state.where });
	};
	return {
		kind,
		asked,
		set: (change) => {
			state = { ...state, ...change };
		},
		look: async () => state,
		async turnOn(startNow) {
			refuse();
			if (state.reason) throw new ProblemError("startup.impossible", { reason: state.reason });
			asked.push({ on: true, now: startNow });
			state = { ...state, state: "on", stale: false };
			return startNow;
		},
		async turnOff(stopNow) {
			refuse();
			asked.push({ on: false, now: stopNow });
			if (state.state === "on" || state.state === "disabled-outside") state = { ...state, state: "off" };
		},
	};
}
