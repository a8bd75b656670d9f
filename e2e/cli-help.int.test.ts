// What holds for every command: help without an agent, the exit codes, and where the data folder is named.
import { afterAll, expect, it } from "vitest";
import { hearth } from "./harness/command-line.ts";
import { openScene } from "./harness/scene.ts";

const scene = openScene();
afterAll(() => scene.end());

const commands =
	"agent,status,lend,lend on,lend off,stop,pause,resume,submit,jobs,logs,cancel,result,history,ledger,ledger verify,ui,startup,doctor";

it("gives help for every command, on standard output, without an agent", async () => {
	const nowhere = scene.directory();
	for (const name of commands.split(",")) {
		const help = await hearth(nowhere, [...name.split(" "), "--help"]);
		expect([help.code, help.err], name).toEqual([0, ""]);
		expect(help.out, name).toMatch(new RegExp(`^Usage: hearth ${name}\\b`));
		expect(help.out, name).toMatch(/--json[\s\S]*--data/);
		expect(help.out, name).not.toMatch(/cli\.help/);
	}
	const all = await hearth(nowhere, ["--help"]);
	for (const name of commands.split(",").filter((one) => !one.includes(" "))) expect(all.out).toContain(`\n  ${name} `);
	expect((await hearth(nowhere, ["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
});

it("ends with 0 done, 1 failed, 2 wrong usage, 3 refused, 4 no agent", async () => {
	const { data } = await scene.agent();
	const cases: [number, string, string[]][] = [
		[0, data, ["status"]],
		[1, data, ["cancel", "00000000-0000-4000-8000-000000000000"]],
		[2, data, ["submit"]],
		[3, data, ["submit", "--image", "busybox"]],
		[4, scene.directory(), ["status"]],
	];
	for (const [code, folder, argv] of cases) {
		expect((await hearth(folder, argv)).code, argv.join(" ")).toBe(code);
		expect((await hearth(folder, ["--json", ...argv])).code, argv.join(" ")).toBe(code);
	}
});

it("takes the data folder from HEARTH_DATA as well, and --data before it", async () => {
	const { data } = await scene.agent();
	const elsewhere = scene.directory();
	const id = async (folder: string | null, named: string) => {
		const ran = await hearth(folder, ["status", "--json"], { env: { HEARTH_DATA: named } });
		return ran.code === 0 ? (ran.json as { device: { id: string } }).device.id : ran.code;
	};
	const here = await id(data, elsewhere);
	expect(here).toMatch(/^[0-9a-f]{16}$/);
	expect(await id(null, data)).toBe(here);
	expect(await id(elsewhere, data)).toBe(4);
});
