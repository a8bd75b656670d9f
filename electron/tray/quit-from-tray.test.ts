import { expect, it } from "vitest";
import { quitFromTray } from "./quit-from-tray.ts";
import { handClock, settle } from "./tray-fixture.ts";

const done = { confirmed: true, provenMs: null };

it("stops first, then quits, and once only", async () => {
	const did: string[] = [];
	const stop = {
		stop: async () => {
			did.push("stop");
			return done;
		},
	};
	const quit = quitFromTray({ stop, clock: handClock(), quit: () => void did.push("quit") });
	quit(true);
	quit(true);
	quit(false);
	await settle();
	expect(did).toEqual(["stop", "quit"]);
});

it("quits at once when nothing is lent", () => {
	const did: string[] = [];
	const stop = { stop: () => Promise.reject(new Error("unasked")) };
	quitFromTray({ stop, clock: handClock(), quit: () => void did.push("quit") })(false);
	expect(did).toEqual(["quit"]);
});

it("quits also when no stop can be confirmed", async () => {
	const clock = handClock();
	let quits = 0;
	const stop = { stop: () => new Promise<typeof done>(() => undefined) };
	quitFromTray({ stop, clock, quit: () => void quits++ })(true);
	await settle();
	expect(quits).toBe(0);
	clock.advance(35_000);
	await settle();
	expect(quits).toBe(1);
});
