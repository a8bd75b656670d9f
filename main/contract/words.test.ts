// Every code of every closed list has words, and they can be said with the arguments they come with.
import { expect, test } from "vitest";
import en from "../../assets/words/en.json" with { type: "json" };
import { holdCodes } from "./decision.ts";
import { factsSchema } from "./facts.ts";
import { jobClasses } from "./job.ts";
import { problemCodes } from "./problem.ts";
import { endReasons } from "./receipt.ts";
import { sentFields } from "./sent.ts";
import { startupReasons } from "./startup.ts";
import { speaker, type WordArgs } from "./words.ts";

const say = speaker(en, "en");
const catalogue: Record<string, string> = en;
const classes = jobClasses.map((one) => ({ class: one }));

/** The arguments each code comes with, every case once; codes that are not here come without. */
const holdArgs: Partial<Record<(typeof holdCodes)[number], WordArgs[]>> = {
	"hold.paused": [{ until: 1_800_000_000_000 }],
	"hold.outside-hours": [{ from: "20:00", to: "07:00" }],
	"hold.quiet-hours": [{ from: "01:00", to: "02:00" }],
	"hold.in-use": [{ minutes: 1 }, { minutes: 5 }],
	"hold.memory-low": [{ memoryMiB: 256 }],
	"hold.disk-low": [{ scratchMiB: 1024 }],
	"hold.no-runner": classes,
	"hold.fact-unknown": Object.keys(factsSchema.shape).map((fact) => ({ fact })),
};
const problemArgs: Partial<Record<(typeof problemCodes)[number], WordArgs[]>> = {
	"consent.unknown-requester": [{ name: "Ada" }],
	"consent.never-lends": ["hours", "quiet", "covered", "idle", "runner", "days"].map((why) => ({ why })),
	"setup.invite-expired": [{ home: "Linden home", inviter: "Rowan", until: 1_800_000_000_000 }],
	"setup.invite-early": [{ home: "Linden home", inviter: "Rowan", from: 1_800_000_000_000 }],
	"setup.part-needs": [{ part: "tools", needs: "base" }],
	"startup.foreign": [{ where: "/home/ada/.config/autostart/hearth.desktop" }],
	"startup.impossible": startupReasons.map((reason) => ({ reason })),
	"startup.failed": [{ where: "/home/ada/.config", detail: "EACCES" }],
	"consent.more-than-here": ["cpus", "memory", "scratch"].map((what) => ({ what, asked: 8, here: 4 })),
};
const warningArgs: Record<string, WordArgs[]> = {
	"warn.idle-unknown": [{}],
	"warn.class-unavailable": classes,
	"warn.little-time": [{ minutes: 1 }, { minutes: 30 }],
	"warn.disk-unknown": [{}],
};

const said: [string, WordArgs][] = [
	...holdCodes.flatMap((code) => (holdArgs[code] ?? [{}]).map((args): [string, WordArgs] => [code, args])),
	...endReasons.map((end): [string, WordArgs] => [`end.${end}`, {}]),
	...problemCodes.flatMap((code) =>
		["what", "changed", "do"].flatMap((part) =>
			(problemArgs[code] ?? [{}]).map((args): [string, WordArgs] => [`problem.${code}.${part}`, args]),
		),
	),
	...Object.entries(warningArgs).flatMap(([code, all]) => all.map((args): [string, WordArgs] => [code, args])),
];

test.each(said)("%s %j can be said", (code, args) => {
	const text = say(code, args);
	expect(text.trim()).not.toBe("");
	expect(text).not.toMatch(/[{}]|undefined|NaN|\bnull\b/);
});

test("each case of a choice has its own words", () => {
	for (const [code, all] of Object.entries({ ...holdArgs, ...problemArgs, ...warningArgs })) {
		const key = code in catalogue ? code : `problem.${code}.what`;
		const texts = all.map((args) => say(key, args));
		const others = code === "hold.fact-unknown" ? 3 : 0; // Nothing holds for what others use, or for a locked screen.
		expect(new Set(texts).size, code).toBeGreaterThanOrEqual(texts.length - Math.max(0, others - 1));
	}
});

test("every field of the page What this PC sends has words", () => {
	for (const { message, field, meaning } of sentFields()) {
		expect(catalogue[meaning], `${message}.${field} means "${meaning}"`).toBeDefined();
	}
});

const families = said.filter(([code]) => !/^problem\.(agent|door|internal|input)/.test(code));
test.each(families)("%s %j uses family words and short sentences", (code, args) => {
	const text = say(code, args);
	expect(text).not.toMatch(/\b(queue|node|lease|daemon|pod|sudo|kubernetes|wsl|tailnet|successfully|please|sorry)\b/i);
	for (const sentence of text.split(/[.!?](?:\s|$)/)) {
		expect(sentence.split(/\s+/).length, sentence).toBeLessThanOrEqual(20);
	}
});

test("a code without words is a defect that is heard", () => {
	expect(() => say("hold.no-such-code")).toThrow("no words");
});
