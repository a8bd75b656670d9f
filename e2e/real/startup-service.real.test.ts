// The agent as a service of a real systemd user manager: one command sets it up, work runs under its locks, one takes it away.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hearth, startHearth } from "../harness/command-line.ts";
import { noUserManager, startUserManager, type UserManager } from "./user-manager.ts";

const missing = noUserManager();
const skipped = missing !== "" && process.env.CI !== "true";

describe.skipIf(skipped)(`the agent as a systemd user service${missing && ` (${missing})`}`, () => {
	let manager: UserManager;
	let data = "";
	beforeAll(async () => {
		manager = await startUserManager();
		data = mkdtempSync(join(tmpdir(), "hearth-service $HOME %h "));
	});
	afterAll(async () => {
		await manager?.stop();
		for (const path of [data, python()]) rmSync(path, { recursive: true, force: true });
	});
	const ask = (...argv: string[]) => hearth(data, argv, { env: { ...manager.env, XDG_CONFIG_HOME: "" } });
	const property = (name: string) => manager.systemctl("show", "--value", `--property=${name}`, "hearth-agent").trim();
	const answers = async () => {
		for (let tries = 0; tries < 120; tries++) {
			if ((await ask("status")).code === 0) return true;
			await wait(250);
		}
		return false;
	};
	const unitPath = () => join(manager.home, ".config/systemd/user/hearth-agent.service");
	const python = () => `${data}.py`;

	it("is set up and started by one command, without an agent, from a folder with a hard name", async () => {
		const on = await ask("startup", "on", "agent", "--json");
		expect([on.code, on.err], on.out).toEqual([0, ""]);
		expect(on.json).toMatchObject({ started: true, entry: { state: "on", where: unitPath(), stale: false } });
		expect(property("ActiveState")).toBe("active");
		expect(await answers()).toBe(true);
		expect((await ask("startup", "--json")).json).toMatchObject([{ kind: "app" }, { kind: "agent", state: "on" }]);
	});

	it("systemd finds nothing to say about the unit", () => {
		const said = execFileSync("systemd-analyze", ["--user", "verify", unitPath()], {
			env: manager.env,
			encoding: "utf8",
			stdio: ["ignore", "pipe", "pipe"],
		});
		expect(said).toBe("");
	});

	it("work runs under its locks", async () => {
		const amounts = ["--class", "wasm", "--cpus", "1", "--memory", "1GiB", "--scratch", "256MiB"];
		expect((await ask("lend", "on", ...amounts, "--when", "any-time", "--yes")).code).toBe(0);
		writeFileSync(python(), "print(sum(range(1001)))");
		const ran = await ask("submit", "--wait", "--python", python());
		rmSync(python());
		expect(ran).toMatchObject({ code: 0, out: "500500\n" });
		const status = readFileSync(`/proc/${property("MainPID")}/status`, "utf8");
		expect(status).toMatch(/^NoNewPrivs:\t1$/m);
		expect(status).toMatch(/^Seccomp:\t2$/m);
	});

	it("comes back after a crash", async () => {
		const before = property("MainPID");
		// 0 would mean this test's own process group.
		expect(Number(before)).toBeGreaterThan(1);
		process.kill(Number(before), "SIGKILL");
		for (let tries = 0; tries < 100 && property("NRestarts") === "0"; tries++) await wait(200);
		expect(property("NRestarts")).toBe("1");
		expect(await answers()).toBe(true);
		expect(property("MainPID")).not.toBe(before);
	});

	it("ends in order at stop, its job handed back and no process left", async () => {
		writeFileSync(python(), "print('begun', flush=True)\nwhile True: pass");
		const job = startHearth(data, ["submit", "--wait", "--python", python()], { env: manager.env });
		await job.sees("out", "begun");
		rmSync(python());
		manager.systemctl("stop", "hearth-agent");
		expect(property("Result")).toBe("success");
		expect(property("ExecMainStatus")).toBe("0");
		expect(property("ActiveState")).toBe("inactive");
		job.process.kill("SIGKILL");
		await job.done;
		manager.systemctl("start", "hearth-agent");
		expect(await answers()).toBe(true);
		const { jobs } = (await ask("status", "--json")).json as { jobs: unknown[] };
		expect(Array.isArray(jobs)).toBe(true);
		const queue = (await ask("jobs", "--json")).json as { id: string; state: string }[];
		for (const one of queue.filter(({ state }) => state === "queued" || state === "running"))
			await ask("cancel", one.id);
	});

	it("asked of the agent itself, it is taken away for next time, and what runs goes on", async () => {
		expect((await ask("startup", "off", "agent", "--json")).json).toMatchObject({ entry: { state: "off" } });
		expect((await ask("status")).code).toBe(0);
		expect((await ask("startup", "on", "agent", "--json")).json).toMatchObject({ started: false });
	});

	it("off leaves nothing", async () => {
		manager.systemctl("stop", "hearth-agent");
		expect(await ask("startup", "off", "agent")).toMatchObject({ code: 0, err: "" });
		expect(readdirSync(manager.home)).toEqual([]);
		expect(property("LoadState")).toBe("not-found");
	});
});
