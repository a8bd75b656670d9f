// How a refusal is judged: its code, its exit code, its three sentences, and that nothing at all changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import type { Problem } from "../../main/contract/problem.ts";
import { speaker } from "../../main/contract/words.ts";
import { type CommandOptions, hearth } from "./command-line.ts";

const say = speaker(en, "en");
const digest = (bytes: Uint8Array | string) => createHash("sha256").update(bytes).digest("hex");

/** Everything that could have changed: ledger and head, the pool's jobs, logs and people, stored files, grants. */
export function footprint(data: string, pool = join(data, "pool")): Record<string, unknown> {
	const file = (name: string) => (existsSync(join(data, name)) ? digest(readFileSync(join(data, name))) : null);
	const blobs = join(pool, "blobs");
	return {
		ledger: file("ledger.jsonl"),
		head: file("ledger.jsonl.head"),
		keys: [file("device.key"), file("requester.key")],
		jobs: rows(pool, "SELECT * FROM jobs ORDER BY number"),
		logs: rows(pool, "SELECT * FROM logs ORDER BY job_id, place"),
		requesters: rows(pool, "SELECT * FROM requesters ORDER BY name"),
		blobs: existsSync(blobs) ? readdirSync(blobs).sort() : [],
		scratch: existsSync(join(data, "scratch")) ? readdirSync(join(data, "scratch"), { recursive: true }).sort() : [],
	};
}

/** Rows of the pool's database, read beside the agent. */
export function rows(pool: string, sql: string): Record<string, unknown>[] {
	const path = join(pool, "queue.db");
	if (!existsSync(path)) return [];
	const database = new DatabaseSync(path, { readOnly: true, timeout: 5_000 });
	try {
		return database.prepare(sql).all();
	} finally {
		database.close();
	}
}

export interface Refused {
	readonly argv: readonly string[];
	readonly code: Problem["code"];
	readonly exit: number;
	/** A piece of the message that names the very thing that is wrong. */
	readonly says: string | RegExp;
}

/** Runs the command for people and with --json; both must refuse alike, clearly, and change nothing. */
export async function expectRefused(data: string, refused: Refused, options: CommandOptions = {}): Promise<void> {
	const before = footprint(data);
	const human = await hearth(data, refused.argv, options);
	const json = await hearth(data, ["--json", ...refused.argv], options);
	expect([json.code, json.err], json.out).toEqual([refused.exit, ""]);
	const { problem } = json.json as { problem: Problem & { message: string } };
	expect(problem).toMatchObject({ code: refused.code, args: expect.any(Object), actions: expect.any(Array) });
	expect([human.code, human.out], human.err).toEqual([refused.exit, ""]);
	for (const words of [human.err, problem.message]) {
		expect(words).toMatch(refused.says);
		expect(words).not.toMatch(/undefined|\[object|\bat .*:\d+:\d+/);
		for (const sentence of sentences(problem)) expect(words).toContain(sentence);
	}
	expect(footprint(data)).toEqual(before);
}

/** What happened, whether anything changed, what to do; for wrong usage what is wrong and where help is. */
function sentences({ code, args }: Problem): string[] {
	if (typeof args.usage === "string") return [say("cli.usage-hint")];
	if (code === "consent.not-confirmed") return [say("cli.lend.no-terminal")];
	return ["what", "changed", "do"].map((part) => say(`problem.${code}.${part}`, args));
}
