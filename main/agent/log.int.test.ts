import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const write = (level: string) => {
	const script = `
		const { openLog } = await import(${JSON.stringify(new URL("log.ts", import.meta.url).href)});
		const log = openLog(${JSON.stringify(level)});
		log.info({ n: 1 }, "told");
		log.warn({ n: 2 }, "odd");
		log.error({ n: 3 }, "bad");`;
	const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
		encoding: "utf8",
	});
	expect(stdout).toBe("");
	return stderr
		.split("\n")
		.filter(Boolean)
		.map((line) => JSON.parse(line));
};

it("writes lines of its level and above, in order, on standard error alone", () => {
	const lines = write("warn");
	expect(lines).toMatchObject([
		{ level: 40, n: 2, msg: "odd" },
		{ level: 50, n: 3, msg: "bad" },
	]);
	for (const { time } of lines) expect(Date.now() - Date.parse(time)).toBeLessThan(60_000);
	expect(write("silent")).toEqual([]);
	expect(write("info")).toHaveLength(3);
});
