import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Job, jobSchema } from "../../contract/job.ts";
import { type ContainerPlan, compileContainer, containerName } from "./container-flags.ts";

const digest = `sha256:${"ab".repeat(32)}`;
const base = {
	v: 1,
	id: "0d3c6e52-1111-4222-8333-444455556666",
	requester: `ed25519:${"A".repeat(43)}`,
	purpose: "Sharpen the holiday pictures",
	class: "container",
	artifact: { digest },
	argv: ["convert", "--in=/in/a.png"],
	env: { LANG: "C.UTF-8" },
	inputs: [{ name: "a.png", digest, bytes: 10 }],
	outputs: [{ name: "b.png", maxBytes: 1_048_576 }],
	limits: { cpu: 1.5, memoryMiB: 512, scratchMiB: 64, pids: 32, seconds: 600 },
	createdAt: 1_800_000_000_000,
	deadline: 1_800_000_600_000,
	attempts: 1,
	network: "none",
};

function plan(change: object = {}, more: Partial<ContainerPlan> = {}): ContainerPlan {
	const job: Job = jobSchema.parse({ ...base, ...change });
	return {
		job,
		deviceId: "5e1f0c2a-9999",
		imageId: digest,
		imageVolumes: [],
		files: {
			inputFolder: "/scratch/job/in",
			outputs: new Map(job.outputs.map(({ name }) => [name, `/scratch/job/out/${name}`])),
			emptyFile: "/scratch/job/empty",
		},
		engineCpus: 4,
		leaseUntil: 1_800_000_600_000,
		...more,
	};
}

describe("the flag compiler", () => {
	it("writes exactly this for a plain job", () => {
		expect(compileContainer(plan())).toEqual({
			Image: digest,
			Cmd: ["convert", "--in=/in/a.png"],
			Env: ["LANG=C.UTF-8"],
			Hostname: "hearth",
			User: "65534:65534",
			AttachStdin: false,
			AttachStdout: true,
			AttachStderr: true,
			OpenStdin: false,
			Tty: false,
			NetworkDisabled: true,
			Healthcheck: { Test: ["NONE"] },
			StopTimeout: 1,
			Labels: {
				"dev.hearth.device": "5e1f0c2a-9999",
				"dev.hearth.job": "0d3c6e52-1111-4222-8333-444455556666",
				"dev.hearth.lease-until": "1800000600000",
			},
			HostConfig: {
				NetworkMode: "none",
				ReadonlyRootfs: true,
				Privileged: false,
				CapDrop: ["ALL"],
				SecurityOpt: ["no-new-privileges"],
				IpcMode: "none",
				CgroupnsMode: "private",
				Init: true,
				AutoRemove: false,
				RestartPolicy: { Name: "no" },
				PublishAllPorts: false,
				LogConfig: { Type: "none" },
				PidsLimit: 33,
				Memory: 536_870_912,
				MemorySwap: 536_870_912,
				NanoCpus: 1_500_000_000,
				CpuShares: 2,
				OomScoreAdj: 1000,
				Ulimits: [
					{ Name: "core", Soft: 0, Hard: 0 },
					{ Name: "fsize", Soft: 67_108_865, Hard: 67_108_865 },
					{ Name: "nofile", Soft: 1024, Hard: 1024 },
				],
				Tmpfs: { "/tmp": "rw,noexec,nosuid,nodev,size=67108864,uid=65534,gid=65534,mode=0700" },
				Mounts: [
					{ Type: "bind", Source: "/scratch/job/in", Target: "/in", ReadOnly: true },
					{ Type: "bind", Source: "/scratch/job/empty", Target: "/etc/resolv.conf", ReadOnly: true },
					{ Type: "bind", Source: "/scratch/job/out/b.png", Target: "/out/b.png", ReadOnly: false },
				],
			},
		});
	});

	it("leaves the image's own command when the job names none", () => {
		expect(compileContainer(plan({ argv: [] }))).not.toHaveProperty("Cmd");
	});

	it("asks for no more processors than the engine has", () => {
		const limits = { ...base.limits, cpu: 16 };
		expect(compileContainer(plan({ limits }, { engineCpus: 2 })).HostConfig.NanoCpus).toBe(2_000_000_000);
	});

	it("covers each volume of the image with scratch space", () => {
		const { Tmpfs } = compileContainer(
			plan({}, { imageVolumes: ["/data/", "/var/lib/db", "/tmp", "/data"] }),
		).HostConfig;
		expect(Object.keys(Tmpfs)).toEqual(["/tmp", "/data", "/var/lib/db"]);
		expect(new Set(Object.values(Tmpfs)).size).toBe(1);
	});

	it.each([
		"/",
		"/in",
		"/in/x",
		"/out",
		"/proc/sys",
		"/dev/shm",
		"/etc",
		"/sys",
		"/tmp/x",
		"relative",
		"/a b",
		"/a:rw",
		"/x/../in",
	])("refuses an image with a volume at %s", (path) =>
		expect(() => compileContainer(plan({}, { imageVolumes: [path] }))).toThrow("runner.failed"),
	);

	it("names a container after its device and job", () => {
		expect(containerName("5e1f0c2a-9999-x", "J")).toBe("hearth-5e1f0c2a-J");
		expect(containerName("../A/b", "J")).toBe("hearth-Ab-J");
	});
});

const name = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,20}$/);
const word = fc.string({ unit: "binary", maxLength: 40 }).filter((text) => !text.includes("\0"));
const anyJob = fc.record({
	argv: fc.array(word, { maxLength: 5 }),
	env: fc.dictionary(fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,20}$/), word, { maxKeys: 5 }),
	purpose: fc.constant("anything"),
	outputs: fc
		.uniqueArray(name, { maxLength: 5 })
		.map((names) => names.map((each) => ({ name: each, maxBytes: 1_048_576 }))),
	limits: fc.record({
		cpu: fc.integer({ min: 2, max: 5120 }).map((n) => Math.round(n * 5) / 100),
		memoryMiB: fc.integer({ min: 16, max: 1_048_576 }),
		scratchMiB: fc.integer({ min: 1, max: 1_048_576 }),
		pids: fc.integer({ min: 1, max: 4096 }),
		seconds: fc.integer({ min: 1, max: 604_800 }),
	}),
});

describe("no job can produce a setting outside the set", () => {
	/** What a job may choose, put back to the plain job's; all else must then be the plain job's to the letter. */
	const chosen = ["PidsLimit", "Memory", "MemorySwap", "NanoCpus", "Ulimits", "Tmpfs", "Mounts"] as const;

	it("whatever its words and numbers are", () => {
		const plain = compileContainer(plan());
		fc.assert(
			fc.property(anyJob, (change) => {
				const parsed = jobSchema.safeParse({ ...base, ...change });
				fc.pre(parsed.success);
				const body = compileContainer(plan(change));
				const { Cmd, Env, HostConfig, ...fixed } = body;
				const { Cmd: _, Env: __, HostConfig: plainHost, ...plainFixed } = plain;
				expect(fixed).toEqual(plainFixed);
				const without = (host: object) =>
					Object.fromEntries(Object.entries(host).filter(([key]) => !chosen.some((each) => each === key)));
				expect(without(HostConfig)).toEqual(without(plainHost));
				expect(Object.keys(HostConfig).sort()).toEqual(Object.keys(plainHost).sort());

				expect(Cmd ?? []).toEqual(change.argv);
				expect(Env).toHaveLength(Object.keys(change.env).length);
				expect(HostConfig.Memory).toBe(change.limits.memoryMiB * 1_048_576);
				expect(HostConfig.MemorySwap).toBe(HostConfig.Memory);
				expect(HostConfig.PidsLimit).toBe(change.limits.pids + 1);
				expect(HostConfig.NanoCpus).toBeLessThanOrEqual(Math.min(change.limits.cpu, 4) * 1e9 + 1);
				expect(HostConfig.NanoCpus).toBeGreaterThan(0);
				expect(Object.keys(HostConfig.Tmpfs)).toEqual(["/tmp"]);
				expect(HostConfig.Ulimits.map((limit) => limit.Name)).toEqual(["core", "fsize", "nofile"]);
				const [input, empty, ...outputs] = HostConfig.Mounts;
				expect([input, empty]).toEqual(plainHost.Mounts.slice(0, 2));
				expect(outputs).toEqual(
					change.outputs.map((output) => ({
						Type: "bind",
						Source: `/scratch/job/out/${output.name}`,
						Target: `/out/${output.name}`,
						ReadOnly: false,
					})),
				);
			}),
			{ numRuns: 300 },
		);
	});
});
