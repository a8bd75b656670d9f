// The settings the flag compiler writes are really in force on a real engine, seen from inside the sandbox.
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Change, startProgram } from "../../main/tools/runner/contract-run.ts";
import { type ContainerScene, engineTitle, noEngine, openContainerScene } from "./container-scene.ts";
import { importBusybox } from "./docker-image.ts";
import { shell } from "./docker-programs.ts";

const mebibyte = 1_048_576;

describe.skipIf(noEngine)(engineTitle("a container job's limits on dockerd"), () => {
	let scene: ContainerScene;
	beforeAll(async () => {
		scene = await openContainerScene();
	});
	afterAll(async () => await scene?.end());

	async function run(script: string, change: Change = {}, image = scene.image) {
		const started = await startProgram(scene.runner, shell(image, script), change);
		const end = await started.sandbox.ended;
		return { end, out: started.text("stdout"), err: started.text("stderr"), job: started.job };
	}

	it("has no privileges: nobody, no capability, no new ones, a system call filter, last in line for memory", async () => {
		const { out } = await run(
			"id -u; id -g; cat /proc/self/status; echo adj $(cat /proc/self/oom_score_adj); hostname",
		);
		expect(out).toMatch(/^65534\n65534\n/);
		expect(out).toMatch(/^CapEff:\s+0+$/m);
		expect(out).toMatch(/^CapPrm:\s+0+$/m);
		expect(out).toMatch(/^CapBnd:\s+0+$/m);
		expect(out).toMatch(/^NoNewPrivs:\s+1$/m);
		expect(out).toMatch(/^Seccomp:\s+2$/m);
		expect(out).toContain("adj 1000\n");
		expect(out).toMatch(/\nhearth\n$/);
	});

	it("cannot write to the root, mount, make a namespace or become root", async () => {
		const { out } = await run(
			`touch /x 2>/dev/null || echo root refused
			mount -t tmpfs none /tmp 2>/dev/null || echo mount refused
			unshare -n true 2>/dev/null || echo unshare refused
			unshare -U true 2>/dev/null || echo user namespace refused
			su -c true 2>/dev/null || echo su refused
			chown 0 /tmp 2>/dev/null || echo chown refused
			mknod /tmp/null c 1 3 2>/dev/null || echo mknod refused`,
		);
		expect(out.match(/refused/g)).toHaveLength(7);
	});

	it("has no network but loopback, and learns nothing of the household's", async () => {
		const { out } = await run("ls /sys/class/net; ip route; wc -c < /etc/resolv.conf; cat /etc/hosts");
		expect(out).toMatch(/^lo\n0\n/);
		const search = /^(?:search|nameserver) (\S+)/m.exec(readFileSync("/etc/resolv.conf", "utf8"))?.[1] ?? "no-server";
		expect(out).not.toContain(search);
	});

	it("runs no program from scratch space and holds its size", async () => {
		const limits = { scratchMiB: 2 };
		const { out } = await run(
			`cp /bin/busybox /tmp/true; chmod 755 /tmp/true; /tmp/true; echo exec $?
			rm /tmp/true; dd if=/dev/zero of=/tmp/big bs=65536 count=64 2>/dev/null; echo dd $?; wc -c < /tmp/big; ls /dev/shm`,
			{ limits },
		);
		expect(out).toContain("exec 126\n");
		expect(out).toContain(`dd 1\n${2 * mebibyte}\n`);
	});

	it("holds the number of processes", async () => {
		const started = await startProgram(
			scene.runner,
			shell(scene.image, "for i in 1 2 3 4 5 6 7 8 9; do sleep 60 & done; echo not reached"),
			{ limits: { pids: 5 } },
		);
		await started.sees("fork");
		await started.sandbox.stop();
		expect(started.text("stdout")).not.toContain("not reached");
	});

	it("covers the volumes an image declares, so that none takes the owner's disk", async () => {
		const image = await importBusybox(scene.engine.socketPath, ['VOLUME ["/data", "/var/lib/db"]', "ENTRYPOINT []"]);
		const script = "grep -E ' /(data|var/lib/db) ' /proc/mounts; echo x > /data/x && echo written";
		const { out } = await run(script, { limits: { scratchMiB: 1 } }, image);
		expect(out.match(/tmpfs .*noexec.*size=1024k/g)).toHaveLength(2);
		expect(out).toContain("written");
		expect(JSON.parse(await scene.engine.call("GET", "/volumes")).Volumes ?? []).toEqual([]);
	});

	it("makes no link, folder or other file among the outputs", async () => {
		const { end, out } = await run(
			`rm /out/result 2>/dev/null || echo rm refused
			ln -s /etc/passwd /out/result 2>/dev/null || echo link refused
			ln -sf /etc/passwd /out/result 2>/dev/null || echo forced link refused
			mv /in/a /out/result 2>/dev/null || echo move refused
			mkdir /out/folder 2>/dev/null || echo folder refused
			echo x > /out/other 2>/dev/null || echo other refused
			touch -d 1970-01-01 /out/result 2>/dev/null || echo time refused
			chmod 777 /out/result 2>/dev/null || echo mode refused
			echo fine > /out/result`,
			{ outputs: [{ name: "result", maxBytes: 100 }], inputs: new Map([["a", new Uint8Array([1])]]) },
		);
		expect(out.match(/refused/g)).toHaveLength(8);
		expect(Buffer.from(end.outputs.get("result") ?? []).toString()).toBe("fine\n");
	});

	it("stops an output that grows over its cap while the job still runs", async () => {
		const script = "echo start; head -c 300000 /dev/zero > /out/big; sleep 60; echo end";
		const { end, out } = await run(script, { outputs: [{ name: "big", maxBytes: 100_000 }] });
		expect(end).toMatchObject({
			kind: "output-limit",
			exitCode: null,
			proof: { processesLeft: 0, scratchErased: true },
		});
		expect(out).toBe("start\n");
	});

	it("cannot fill the disk through an output faster than anyone looks", async () => {
		const script = "dd if=/dev/zero of=/out/big bs=1048576 count=64 2>&1; echo size $(wc -c < /out/big)";
		const change = { outputs: [{ name: "big", maxBytes: 4 * mebibyte }], limits: { scratchMiB: 2 } };
		const { end, out } = await run(script, change);
		expect(end.kind).toBe("output-limit");
		if (out.includes("size")) expect(out).toContain(`size ${4 * mebibyte + 1}\n`);
	});

	it("says when memory ended it, in the job itself or in a child that a shell survives", async () => {
		const bomb = `awk 'BEGIN { s = "0123456789abcdef"; while (1) s = s s }'`;
		const alone = await run(`exec ${bomb}`, { limits: { memoryMiB: 32 } });
		expect(alone.end).toMatchObject({ kind: "memory-limit", proof: { processesLeft: 0 } });
		const child = await run(`${bomb}; echo survived; sleep 0.2; exit 0`, { limits: { memoryMiB: 32 } });
		expect(child.out).toContain("survived");
		expect(child.end.kind).toBe("memory-limit");
		const scratch = await run("head -c 60000000 /dev/zero > /tmp/a", { limits: { memoryMiB: 32, scratchMiB: 100 } });
		expect(scratch.end.kind).toBe("memory-limit");
	});

	it("passes UTF-8 whole, env and argv as they are, and nothing of ours", async () => {
		const program = {
			digest: scene.image,
			module: null,
			argv: ["sh", "-c", 'echo "$0 $1 $GREETING"; env', "žluťoučký", "$(id)"],
		};
		const started = await startProgram(scene.runner, { ...program, env: { GREETING: "a=b\nc" } });
		await started.sandbox.ended;
		expect(started.text("stdout")).toContain("žluťoučký $(id) a=b\nc\n");
		expect(started.text("stdout")).not.toMatch(/hearth-|DOCKER|HEARTH_|proxy|PROXY/);
	});

	it("fails a job whose program is not in the image, by its exit code", async () => {
		const started = await startProgram(scene.runner, { digest: scene.image, module: null, argv: ["/no/such/program"] });
		expect(await started.sandbox.ended).toMatchObject({ kind: "exit", exitCode: 127 });
		expect(started.text("stderr")).toContain("/no/such/program");
	});

	it("keeps other people out of a job's files and leaves none", async () => {
		const started = await startProgram(scene.runner, shell(scene.image, "echo up; sleep 60"));
		await started.sees("up");
		expect(readdirSync(scene.scratch)).toEqual([started.job.id]);
		expect(statSync(join(scene.scratch, started.job.id)).mode & 0o777).toBe(0o700);
		await started.sandbox.stop();
		expect(readdirSync(scene.scratch)).toEqual([]);
	});
});
