// The desktop shell's word inside a whole agent: jobs follow it at once, and neither ledger nor pool ever hears of it.
import { afterEach, expect, it } from "vitest";
import type { ShellFacts } from "../contract/facts.ts";
import { startTestAgent, type TestAgent } from "./test-agent.ts";

const well: ShellFacts = {
	locked: false,
	suspended: false,
	onBattery: false,
	idleSeconds: 86_399,
	thermal: "nominal",
};
let agent: TestAgent;
afterEach(() => agent.dispose());

async function lending() {
	agent = await startTestAgent({ script: () => ({}) });
	await agent.lend();
	await agent.submit();
	await agent.until((now) => now.jobs[0]?.phase === "running");
}

it.each([
	["falls asleep", { suspended: true }, "hold.asleep"],
	["is hot", { thermal: "serious" }, "hold.hot"],
	["runs on battery", { onBattery: true }, "hold.on-battery"],
] as const)("freezes what runs when the PC %s, and goes on after", async (_, change, code) => {
	await lending();
	agent.calls.observeShell({ ...well, ...change });
	const held = await agent.until((now) => now.jobs[0]?.phase === "frozen");
	expect([held.state, held.reasons.map((one) => one.code)]).toEqual(["held", [code]]);
	agent.calls.observeShell(well);
	await agent.until((now) => now.state === "lending" && now.jobs[0]?.phase === "running");
});

it("goes on when the shell takes leave, and not when it merely no longer knows", async () => {
	await lending();
	agent.calls.observeShell({ ...well, thermal: "critical" });
	await agent.until((now) => now.state === "held");
	agent.calls.observeShell({ ...well, thermal: null });
	expect(agent.calls.status().state).toBe("held");
	agent.calls.observeShell(null);
	await agent.until((now) => now.state === "lending");
});

it("does not take a locked screen for use", async () => {
	await lending();
	agent.calls.observeShell({ ...well, locked: true });
	expect(agent.calls.status().state).toBe("lending");
});

it("knows by the shell whether somebody uses a PC that cannot tell by itself", async () => {
	agent = await startTestAgent();
	agent.host.set({ idleSeconds: null });
	await agent.lend({ conditions: { when: "idle", hours: null, quietHours: null, onBattery: false, onMetered: false } });
	await agent.until((now) => now.reasons[0]?.code === "hold.fact-unknown");
	agent.calls.observeShell({ ...well, idleSeconds: 10 });
	await agent.until((now) => now.reasons[0]?.code === "hold.in-use");
	expect((await agent.calls.about()).facts.idleSeconds).toMatchObject({ known: true, value: 10, source: "shell" });
});

it("keeps it to this device: the ledger holds reasons, never values", async () => {
	await lending();
	agent.calls.observeShell({ ...well, suspended: true });
	await agent.until((now) => now.jobs[0]?.phase === "frozen");
	const { facts } = await agent.calls.about();
	expect(facts.idleSeconds.known).toBe(true);
	const written = JSON.stringify(agent.events());
	expect(written).toContain("hold.asleep");
	for (const word of ["86399", "suspended", "thermal", "locked", "idleSeconds"]) expect(written).not.toContain(word);
});
