import type { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { shellFactsSchema } from "../main/contract/facts.ts";
import type { AgentStatus } from "./agent-link.ts";
import { strictEmitter } from "./double/strict.ts";
import { followPower, type PowerSource, readFacts, readsIdle } from "./power.ts";
import { fakeLink, handClock, liveOf } from "./tray/tray-fixture.ts";

const off = liveOf({ state: "off", grants: [] });
const gone: AgentStatus = { ...liveOf(), link: "gone" };

function setUp(platform: NodeJS.Platform = "darwin", first: AgentStatus = liveOf(), idleReadable = true) {
	const clock = handClock();
	const link = fakeLink(first);
	const pc = {
		idle: 7,
		state: "active" as "active" | "idle" | "locked" | "unknown",
		battery: false,
		thermal: "nominal" as "unknown" | "nominal" | "fair" | "serious" | "critical",
	};
	const members = {
		getSystemIdleTime: () => pc.idle,
		getSystemIdleState: () => pc.state,
		isOnBatteryPower: () => pc.battery,
		// Electron has this one on macOS alone.
		...(platform === "darwin" ? { getCurrentThermalState: () => pc.thermal } : {}),
	};
	const powerMonitor = strictEmitter("powerMonitor", members) as unknown as PowerSource & EventEmitter;
	const sent: unknown[] = [];
	let shutdowns = 0;
	const power = followPower({
		powerMonitor,
		platform,
		clock,
		link,
		idleReadable,
		send: async (facts) => {
			if (facts) shellFactsSchema.parse(facts);
			sent.push(facts);
			if (sent.length % 3 === 0) throw new Error("lost on the way");
		},
		onShutdown: () => void shutdowns++,
	});
	return { clock, link, pc, powerMonitor, sent, power, shutdowns: () => shutdowns };
}

describe("power events", () => {
	it("beats every 10 s while something is allowed, and not otherwise", () => {
		const { clock, link, sent } = setUp();
		expect(sent).toHaveLength(1);
		clock.advance(30_000);
		expect(sent).toHaveLength(4);
		link.become(off);
		expect(clock.pending()).toBe(0);
		clock.advance(600_000);
		expect(sent).toHaveLength(4);
		link.become(liveOf());
		expect(sent).toHaveLength(5);
		link.become(gone);
		expect(clock.pending()).toBe(0);
	});

	it("beats while a window is open, which asks what this PC can tell", () => {
		const { clock, sent, power } = setUp("win32", off);
		expect([sent.length, clock.pending()]).toEqual([0, 0]);
		power.watched(true);
		clock.advance(20_000);
		expect(sent).toHaveLength(3);
		power.watched(false);
		expect(clock.pending()).toBe(0);
	});

	it("tells every event at once, and a sleep before it begins", () => {
		const { powerMonitor, sent, pc } = setUp();
		powerMonitor.emit("suspend");
		expect(sent.at(-1)).toMatchObject({ suspended: true });
		powerMonitor.emit("resume");
		expect(sent.at(-1)).toMatchObject({ suspended: false });
		powerMonitor.emit("lock-screen");
		expect(sent.at(-1)).toMatchObject({ locked: true });
		powerMonitor.emit("unlock-screen");
		expect(sent.at(-1)).toMatchObject({ locked: false });
		pc.battery = true;
		powerMonitor.emit("on-battery");
		expect(sent.at(-1)).toMatchObject({ onBattery: true });
		pc.thermal = "serious";
		powerMonitor.emit("thermal-state-change");
		expect(sent.at(-1)).toMatchObject({ thermal: "serious" });
		expect(sent).toHaveLength(7);
	});

	it("remembers a sleep that began while no agent answered", () => {
		const { powerMonitor, link, sent } = setUp("darwin", gone);
		powerMonitor.emit("suspend");
		expect(sent).toEqual([]);
		link.become(liveOf());
		expect(sent).toMatchObject([{ suspended: true }]);
	});

	it("listens to what exists on each system, and to nothing once closed", () => {
		const listening = (platform: NodeJS.Platform) => {
			const { powerMonitor, power, sent, clock, link } = setUp(platform);
			const names = powerMonitor.eventNames().map(String).sort();
			power.close();
			expect([powerMonitor.eventNames(), clock.pending(), link.followers()]).toEqual([[], 0, 0]);
			expect(sent.at(-1)).toBeNull();
			return names;
		};
		expect(listening("linux")).toEqual(["resume", "shutdown", "suspend"]);
		expect(listening("win32")).toEqual(["lock-screen", "on-ac", "resume", "suspend", "unlock-screen"]);
		expect(listening("darwin")).toEqual([
			"lock-screen",
			"on-ac",
			"on-battery",
			"resume",
			"shutdown",
			"suspend",
			"thermal-state-change",
			"unlock-screen",
		]);
	});

	it("lets the agent end in order when the PC shuts down", () => {
		const { powerMonitor, shutdowns } = setUp("linux");
		powerMonitor.emit("shutdown");
		expect(shutdowns()).toBe(1);
	});
});

describe("one reading", () => {
	const seen = { suspended: false, lockedByEvent: null };
	const read = (
		platform: NodeJS.Platform,
		change: (pc: ReturnType<typeof setUp>["pc"]) => void = () => undefined,
		idleReadable = true,
	) => {
		const { powerMonitor, pc } = setUp(platform);
		change(pc);
		return readFacts({ powerMonitor, platform, idleReadable }, seen);
	};
	it("is whole on macOS", () => {
		expect(read("darwin")).toEqual({
			locked: false,
			suspended: false,
			onBattery: false,
			idleSeconds: 7,
			thermal: "nominal",
		});
	});
	it("knows no heat on Windows", () => {
		expect(read("win32")).toEqual({ locked: false, suspended: false, onBattery: false, idleSeconds: 7, thermal: null });
	});
	it("takes no on Linux for not known, and yes for yes", () => {
		expect(read("linux")).toEqual({ locked: null, suspended: false, onBattery: null, idleSeconds: 7, thermal: null });
		expect(
			read("linux", (pc) => {
				pc.battery = true;
				pc.state = "locked";
			}),
		).toMatchObject({ locked: true, onBattery: true });
	});
	it("calls unknown what the system does not know", () => {
		expect(
			read("darwin", (pc) => {
				pc.state = "unknown";
				pc.thermal = "unknown";
				pc.idle = -1;
			}),
		).toMatchObject({ locked: null, thermal: null, idleSeconds: null });
		expect(read("linux", undefined, false)).toMatchObject({ idleSeconds: null });
	});
	it("survives a reading that throws", () => {
		const powerMonitor = strictEmitter("powerMonitor", {}) as unknown as PowerSource;
		expect(readFacts({ powerMonitor, platform: "darwin", idleReadable: true }, seen)).toEqual({
			locked: null,
			suspended: false,
			onBattery: null,
			idleSeconds: null,
			thermal: null,
		});
	});
});

it.each([
	["darwin", {}, "", true],
	["win32", {}, "", true],
	["linux", { XDG_SESSION_TYPE: "x11" }, "x11", true],
	["linux", { XDG_SESSION_TYPE: "wayland" }, "", true],
	["linux", { XDG_SESSION_TYPE: "wayland" }, "x11", false],
	["linux", { WAYLAND_DISPLAY: "wayland-0" }, "x11", false],
] as const)("on %s with %j and --ozone-platform=%s the idle time counts: %s", (platform, env, ozone, counts) => {
	expect(readsIdle(platform, env, ozone)).toBe(counts);
});
