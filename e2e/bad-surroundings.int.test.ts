// A full disk, a folder that cannot be used, a port or a folder that is taken: a clear answer, and nothing changed.
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lend, until } from "./harness/agents.ts";
import { finished, moduleJob } from "./harness/ask.ts";
import { expectRefused, footprint } from "./harness/bad-input.ts";
import { hearth } from "./harness/command-line.ts";
import { ledgerStory } from "./harness/ledger-lines.ts";
import { openScene, type Scene } from "./harness/scene.ts";
import { noSmallDisk, openSmallDisk, type SmallDisk } from "./harness/small-disk.ts";
import { squareModule } from "./real/square-module.ts";

let scene: Scene;
beforeEach(() => {
	scene = openScene();
});
afterEach(() => scene.end());

const noDisk = noSmallDisk();
const diskTitle = (title: string) => (noDisk ? `${title} (skipped: ${noDisk})` : title);

describe.skipIf(noDisk !== null)(diskTitle("on a full disk"), () => {
	const smallDisk = (kibibytes: number): SmallDisk => {
		const disk = openSmallDisk(kibibytes);
		scene.onEnd(() => disk.remove());
		return disk;
	};

	it("an agent does not start, says so, leaves nothing half made, and starts once there is room", async () => {
		const disk = smallDisk(16_384);
		disk.fill();
		const refused = { argv: ["agent"], code: "agent.disk-full" as const, exit: 1, says: /The disk is full/ };
		await expectRefused(disk.path, refused);
		expect(readdirSync(disk.path).filter((name) => /key|ledger/.test(name))).toEqual([]);
		disk.free();
		const agent = await scene.agent({ data: disk.path });
		expect(await agent.door.history.verify({})).toMatchObject({ ok: true });
		await agent.stop();
		disk.fill();
		const again = await hearth(disk.path, ["agent", "--json"]);
		expect([again.code, again.json]).toMatchObject([1, { problem: { code: "agent.disk-full" } }]);
		disk.free();
		expect(ledgerStory(disk.path)).toEqual(["LedgerOpened"]);
	});

	it("a running agent refuses what it cannot record, stops all the same, and goes on once there is room", async () => {
		const disk = smallDisk(16_384);
		const agent = await scene.agent({ data: disk.path });
		await lend(agent.door, { scratchMiB: 8, memoryMiB: 512 });
		const { id } = await agent.door.jobs.submit(
			moduleJob(squareModule, ["9"], { limits: { cpu: 0.5, memoryMiB: 64, scratchMiB: 1, pids: 1, seconds: 60 } }),
		);
		expect(await finished(agent.door, id)).toMatchObject({ stdout: "81\n" });

		disk.fill();
		const full = { code: "agent.disk-full" as const, exit: 1, says: /The disk is full/ };
		const script = join(scene.directory(), "a.py");
		writeFileSync(script, "print(1)\n");
		await expectRefused(disk.path, { ...full, argv: ["submit", "--python", script] });
		await expectRefused(disk.path, { ...full, argv: ["pause", "1h"] });
		const lendOn =
			"lend on --class wasm --cpus 1 --memory 512MiB --scratch 8MiB --when any-time --on-battery --metered --yes";
		const tooMuch = { code: "consent.more-than-here" as const, exit: 3, says: /0 MiB free/ };
		await expectRefused(disk.path, { ...tooMuch, argv: lendOn.split(" ") });
		const held = await until(agent.door, (now) => now.state === "held");
		expect(held.reasons[0]?.code).toBe("hold.disk-low");

		const stopped = await hearth(disk.path, ["stop", "--json"]);
		expect([stopped.code, stopped.json]).toEqual([0, { withdrawn: 1, stopped: [] }]);
		expect(ledgerStory(disk.path).at(-1)).toBe("ConsentWithdrawn");
		expect((await hearth(disk.path, ["ledger", "verify"])).code).toBe(0);
		disk.free();
		expect((await hearth(disk.path, lendOn.split(" "))).code).toBe(0);
		expect(ledgerStory(disk.path).at(-1)).toBe("ConsentGiven");
	});
});

describe("a data folder that cannot be used", () => {
	const refused = {
		argv: ["agent"],
		code: "agent.data-unreadable" as const,
		exit: 1,
		says: /cannot read or write its data folder/,
	};

	it("is a file, or lies below one", async () => {
		const file = join(scene.directory(), "file");
		writeFileSync(file, "mine");
		await expectRefused(file, refused);
		await expectRefused(join(file, "below"), refused);
		expect(readFileSync(file, "utf8")).toBe("mine");
	});

	it("holds a key that is none, which is left as it is", async () => {
		const data = scene.directory();
		writeFileSync(join(data, "device.key"), "not a key");
		await expectRefused(data, refused);
		expect(readFileSync(join(data, "device.key"), "utf8")).toBe("not a key");
		expect(readdirSync(data).filter((name) => name.startsWith("ledger"))).toEqual([]);
	});

	it("may not be written", async () => {
		if (noDisk === null) {
			const disk = openSmallDisk(1_024);
			scene.onEnd(() => disk.remove());
			disk.makeReadOnly();
			await expectRefused(disk.path, refused);
			expect(readdirSync(disk.path)).toEqual([]);
		} else {
			const data = join(scene.directory(), "closed");
			mkdirSync(data);
			chmodSync(data, 0o500);
			await expectRefused(data, refused);
			expect(readdirSync(data)).toEqual([]);
		}
	});
});

describe("something that is taken", () => {
	it("the data folder: a second agent says so and leaves the first one alone", async () => {
		const first = await scene.agent();
		await lend(first.door);
		await expectRefused(first.data, {
			argv: ["agent"],
			code: "agent.already-running",
			exit: 1,
			says: /already running with this data folder/,
		});
		const { id } = await first.door.jobs.submit(moduleJob(squareModule, ["8"]));
		expect(await finished(first.door, id)).toMatchObject({ stdout: "64\n" });
		expect(await first.stop()).toBe(0);
		const next = await scene.agent({ data: first.data });
		expect((await next.door.status.get({})).grants).toHaveLength(1);
	});

	it("the port of the window: says so, and another one opens", async () => {
		const agent = await scene.agent();
		const other = createServer().listen(0, "127.0.0.1");
		scene.onEnd(() => new Promise((resolve) => other.close(resolve)));
		await new Promise((resolve) => other.once("listening", resolve));
		const { port } = other.address() as AddressInfo;
		await until(agent.door, ({ runners }) => runners.wasm.code === "ok" && runners.container.code !== "probing");
		await expectRefused(agent.data, {
			argv: ["ui", "--port", String(port)],
			code: "agent.port-taken",
			exit: 1,
			says: /Another program uses this port/,
		});
		const opened = await hearth(agent.data, ["ui"]);
		expect(opened).toMatchObject({ code: 0 });
		expect(opened.out).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{43}\n$/);
	});

	it("no agent at all: every command that needs one ends with 4", async () => {
		const data = scene.directory();
		const before = footprint(data);
		for (const argv of [["status"], ["stop"], ["jobs"], ["ui"], ["doctor"], ["lend", "off"], ["ledger", "verify"]]) {
			await expectRefused(data, { argv, code: "agent.not-running", exit: 4, says: /Hearth is not running on this PC/ });
		}
		expect(footprint(data)).toEqual(before);
		expect(readdirSync(data)).toEqual([]);
	});
});
