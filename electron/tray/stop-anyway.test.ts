import { EventEmitter } from "node:events";
import { expect, it } from "vitest";
import { strictEmitter } from "../double/strict.ts";
import { readAnswer, type StopAnywayParts, stopAnyway } from "./stop-anyway.ts";
import { handClock } from "./tray-fixture.ts";

function setUp(dataDirectory: string | null = "/home/ada/.hearth") {
	const clock = handClock();
	const stdout = new EventEmitter();
	let kills = 0;
	const child = strictEmitter("child", { stdout, kill: () => ++kills > 0 });
	const forked: unknown[] = [];
	const utilityProcess = {
		fork(...args: unknown[]) {
			forked.push(args);
			return child;
		},
	} as unknown as StopAnywayParts["utilityProcess"];
	const done = stopAnyway({ utilityProcess, clock, cliPath: "/app/hearth.js", dataDirectory });
	const say = (text: string) => stdout.emit("data", Buffer.from(text));
	return { clock, child, forked, done, say, kills: () => kills };
}

it("runs the command line's own stop on the same data, in a process of its own", async () => {
	const { forked, done, say, kills, clock } = setUp();
	expect(forked).toEqual([
		[
			"/app/hearth.js",
			["stop", "--json", "--data", "/home/ada/.hearth"],
			{ serviceName: "Hearth stop", stdio: ["ignore", "pipe", "ignore"] },
		],
	]);
	say('{"withdrawn":1,');
	say('"stopped":[]}\n');
	expect(await done).toBe(true);
	expect(kills()).toBe(1);
	expect(clock.pending()).toBe(0);
});

it("lets the command find the data by itself where the shell does", async () => {
	const { forked, done, child } = setUp(null);
	expect(forked).toMatchObject([["/app/hearth.js", ["stop", "--json"], {}]]);
	child.emit("exit", 0);
	expect(await done).toBe(false);
});

it("gives up on a command that does not end, and on a flood", async () => {
	const slow = setUp();
	slow.clock.advance(30_000);
	expect(await slow.done).toBe(false);
	expect(slow.kills()).toBe(1);
	const loud = setUp();
	loud.say("x".repeat(1_000_001));
	expect(await loud.done).toBe(false);
});

it("takes a process that cannot be started for a stop that did not happen", async () => {
	const utilityProcess = {
		fork: () => {
			throw new Error("not ready");
		},
	};
	expect(await stopAnyway({ utilityProcess, clock: handClock(), cliPath: "/x", dataDirectory: null })).toBe(false);
});

it.each([
	["", null],
	['{"withdrawn":', null],
	['{"withdrawn":0,"stopped":[]}', true],
	['{"withdrawn":2,"stopped":[],"killedAgent":true}', true],
	['{"problem":{"code":"agent.not-running","args":{},"message":"","actions":[]}}', true],
	['{"problem":{"code":"agent.already-running","args":{},"message":"","actions":[]}}', false],
	["null", false],
	['"withdrawn"', false],
])("reads %j as %s", (said, done) => {
	expect(readAnswer(said)).toBe(done);
});
