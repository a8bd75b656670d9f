// What Nix says with --log-format internal-json: bytes and builds, done and expected. Lines are read as they come; a line
// that is not Nix's, or makes no sense, changes nothing.
import { z } from "zod";

/** Activity types of Nix (src/libutil/logging.hh); all others are not counted. */
const copyPath = 100;
const fileTransfer = 101;
const builds = 104;
const counted: ReadonlySet<number> = new Set([copyPath, fileTransfer, builds]);
/** Result types: a line of a build; progress of the activity itself; what it expects of another type. */
const lineResult = 101;
const progressResult = 105;
const expectResult = 106;

const count = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);
const lineSchema = z.discriminatedUnion("action", [
	z.object({ action: z.literal("start"), id: count, type: count }),
	z.object({ action: z.literal("stop"), id: count }),
	z.object({ action: z.literal("result"), id: count, type: count, fields: z.array(z.union([z.string(), z.number()])) }),
	z.object({ action: z.literal("msg"), level: z.number(), msg: z.string(), raw_msg: z.string().optional() }),
]);

interface Activity {
	readonly type: number;
	readonly done: number;
	readonly expected: number;
	/** What it expects of other types. */
	readonly expects: ReadonlyMap<number, number>;
}

export interface NixAmount {
	readonly done: number;
	readonly expected: number;
}

/**
 * `done` never goes back from one call to the next and is never more than `expected`, which is what Nix expects now: it may
 * grow and shrink.
 */
export interface NixProgress {
	/** Bytes that come over the network. */
	readonly downloaded: NixAmount;
	/** Bytes as they lie in the store afterwards. */
	readonly copied: NixAmount;
	readonly built: NixAmount;
}

export interface NixLog {
	/** Takes one line of standard error. True when it was one of Nix's. Never throws. */
	take(line: string): boolean;
	progress(): NixProgress;
	/** What went wrong in Nix's own words, without colours; the newest few. */
	errors(): readonly string[];
	/** What builds have said last; a builder's own error is among it. */
	said(): readonly string[];
}

const kept = 5;
/** More at once than any Nix runs; bounds the memory a broken stream can take. */
const mostActivities = 10_000;

export function readNixLog(): NixLog {
	const running = new Map<number, Activity>();
	const finished = new Map<number, number>();
	const expected = new Map<number, number>();
	const errors: string[] = [];
	const said: string[] = [];
	let shown: NixProgress = { downloaded: none, copied: none, built: none };

	const expect = (type: number, change: number) => expected.set(type, (expected.get(type) ?? 0) + change);
	const take = (line: string): boolean => {
		const parsed = parseLine(line);
		if (!parsed) return false;
		switch (parsed.action) {
			case "start":
				if (running.size < mostActivities && !running.has(parsed.id)) {
					running.set(parsed.id, { type: parsed.type, done: 0, expected: 0, expects: new Map() });
				}
				break;
			case "stop": {
				const ended = running.get(parsed.id);
				if (!ended) break;
				running.delete(parsed.id);
				finished.set(ended.type, (finished.get(ended.type) ?? 0) + ended.done);
				for (const [type, amount] of ended.expects) expect(type, -amount);
				break;
			}
			case "result": {
				const activity = running.get(parsed.id);
				if (parsed.type === lineResult) keep(said, String(parsed.fields[0] ?? ""));
				const [first, second] = parsed.fields.map(toCount);
				if (!activity || first === undefined || second === undefined) break;
				if (parsed.type === progressResult) running.set(parsed.id, { ...activity, done: first, expected: second });
				if (parsed.type === expectResult && counted.has(first)) {
					expect(first, second - (activity.expects.get(first) ?? 0));
					running.set(parsed.id, { ...activity, expects: new Map([...activity.expects, [first, second]]) });
				}
				break;
			}
			case "msg":
				if (parsed.level === 0) keep(errors, parsed.raw_msg ?? parsed.msg);
		}
		return true;
	};
	const amount = (type: number, before: NixAmount): NixAmount => {
		const now = [...running.values()].filter((one) => one.type === type);
		const over = finished.get(type) ?? 0;
		const done = now.reduce((sum, one) => sum + one.done, over);
		const total = now.reduce((sum, one) => sum + one.expected, over);
		return grow(before, done, Math.max(total, expected.get(type) ?? 0));
	};
	return {
		take,
		progress() {
			shown = {
				downloaded: amount(fileTransfer, shown.downloaded),
				copied: amount(copyPath, shown.copied),
				built: amount(builds, shown.built),
			};
			return shown;
		},
		errors: () => [...errors],
		said: () => [...said],
	};
}

function keep(list: string[], text: string): void {
	list.push(withoutColours(text).slice(0, 2_000));
	if (list.length > kept) list.shift();
}

const none: NixAmount = { done: 0, expected: 0 };

function grow(before: NixAmount, done: number, expected: number): NixAmount {
	const most = Math.max(before.done, done);
	return { done: most, expected: Math.max(expected, most) };
}

function parseLine(line: string): z.infer<typeof lineSchema> | null {
	if (!line.startsWith("@nix ")) return null;
	try {
		const parsed = lineSchema.safeParse(JSON.parse(line.slice(5)));
		return parsed.success ? parsed.data : null;
	} catch {
		return null;
	}
}

/** undefined for what is no count of anything. */
function toCount(field: string | number): number | undefined {
	return count.safeParse(field).success ? (field as number) : undefined;
}

/** Without terminal colours. */
export function withoutColours(text: string): string {
	// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
	return text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, "").trim();
}
