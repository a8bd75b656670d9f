// Invites as people get them: whole and in time they are told without their secrets, and nothing else is taken for one.
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Invite, inviteSchema, inviteSummarySchema, maxInviteMs } from "../../contract/invite.ts";
import { looksLikeInvite, maxInviteLength, maxPastedLength, withoutInvites } from "../../contract/invite-text.ts";
import { ProblemError } from "../../contract/problem.ts";
import { canonical } from "./canonical.ts";
import { leaked, testInvite } from "./fixture-invite.ts";
import { type InviteReading, readInvite, writeInvite } from "./invite.ts";
import { newKeyPair } from "./keys.ts";
import { choicesOf, judgeInvite } from "./setup-choices.ts";

const now = 1_800_000_000_000;
const key = newKeyPair();
const given = testInvite(now, {}, key);
const { link } = given;
const whyNot = (read: InviteReading) => (read.ok ? null : read.refusal.why);

const letters = (characters: string, min: number, max: number) =>
	fc.string({ unit: fc.constantFrom(...characters), minLength: min, maxLength: max });
const names = fc.constantFrom("Linden home", "Rowan", "Zoë’s".replace("’", "'"), "Im Grünen 4", "家");
const once = letters("abcXYZ0189-._~", 16, 200);
const invites: fc.Arbitrary<Invite> = fc
	.record({
		inviter: names,
		from: fc.integer({ min: now - 86_400_000, max: now }),
		lasts: fc.integer({ min: 86_400_001, max: maxInviteMs }),
		name: names,
		address: fc.constantFrom("tls://pool.linden.example:4222", "nats://192.168.1.7", "tls://[fd00::1]:4222"),
		ca: fc.option(fc.uint8Array({ minLength: 3, maxLength: 900 }).map((der) => Buffer.from(der).toString("base64"))),
		enrolment: once,
		tailnet: fc.option(fc.record({ server: fc.constant("https://net.linden.example"), key: once })),
		fleet: fc.option(fc.constantFrom("github:linden/tools", "path:/srv/list", "git+https://git.example/a/b?ref=main")),
	})
	.map(({ inviter, from, lasts, name, address, ca, enrolment, tailnet, fleet }) => ({
		inviter,
		from,
		until: from + lasts,
		pool: { name, publicKey: key.publicKey, address, ca, enrolment },
		tailnet,
		fleet,
	}));

describe("what was written is read", () => {
	test("any invite, also broken over lines by a mail, and its summary holds no secret", () => {
		fc.assert(
			fc.property(invites, fc.integer({ min: 1, max: 90 }), (invite, width) => {
				const made = testInvite(invite.from, invite, key);
				const mailed = `\n <${made.link.replace(new RegExp(`(.{${width}})`, "g"), "$1\r\n")}>\u200b `;
				const [read, readAgain] = [readInvite(made.link, now), readInvite(mailed, now)];
				expect(readAgain).toEqual(read);
				if (!read.ok) throw new Error(read.refusal.why);
				expect(inviteSummarySchema.parse(read.summary)).toMatchObject({
					home: invite.pool.name,
					inviter: invite.inviter,
					until: invite.until,
					fleet: invite.fleet,
				});
				expect(read.summary.brings).toEqual([
					"join",
					...(invite.tailnet ? ["network"] : []),
					...(invite.fleet ? ["tools"] : []),
				]);
				expect(leaked(made, JSON.stringify(read))).toEqual([]);
			}),
		);
	});
	test("the fingerprint is the key's: the same for the same home, another one for another", () => {
		const print = (text: string) => {
			const read = readInvite(text, now);
			return read.ok ? read.summary.fingerprint : null;
		};
		expect(print(testInvite(now - 1, { inviter: "Ada" }, key).link)).toBe(print(link));
		expect(print(testInvite(now).link)).not.toBe(print(link));
	});
	test("a slash that a browser put in is no harm", () => {
		expect(readInvite(link.replace("#", "/#"), now).ok).toBe(true);
	});
});

describe("nothing else is", () => {
	test("any changed, added or missing character", () => {
		const visible = fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 1 }).filter((one) => one !== " ");
		const changes = fc.record({
			at: fc.nat(link.length - 1),
			put: visible,
			how: fc.constantFrom("for", "before", "drop"),
		});
		fc.assert(
			fc.property(changes, ({ at, put, how }) => {
				const text = `${link.slice(0, at)}${how === "drop" ? "" : put}${link.slice(how === "before" ? at : at + 1)}`;
				fc.pre(text !== link);
				expect(readInvite(text, now).ok).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});
	test("the last characters of each part, by every other of their alphabet: some of their bits do not count", () => {
		const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
		const ends = [link.lastIndexOf("."), link.length].flatMap((end) => [end - 1, end - 2]);
		for (const at of ends) {
			for (const put of alphabet) {
				if (put === link[at]) continue;
				expect(readInvite(`${link.slice(0, at)}${put}${link.slice(at + 1)}`, now).ok, `${at} ${put}`).toBe(false);
			}
		}
	});
	test("arbitrary text, and what looks like a link: never an exception", () => {
		const texts = fc.oneof(
			fc.string({ unit: "binary" }),
			fc.string({ unit: "grapheme" }).map((text) => `hearth://join#${text}`),
			fc
				.tuple(letters("v0123456789", 1, 6), fc.base64String(), fc.base64String())
				.map((parts) => `hearth://join#${parts.join(".").replace(/[+/=]/g, "-")}`),
			fc.json().map((text) => `hearth://join#v1.${Buffer.from(text).toString("base64url")}.${"A".repeat(86)}`),
		);
		fc.assert(
			fc.property(texts, (text) => {
				expect(readInvite(text, now).ok).toBe(false);
			}),
			{ numRuns: 1000 },
		);
	});
	/** Signed as it stands, whatever it says. */
	const signed = (payload: string, by = key) =>
		`hearth://join#v1.${Buffer.from(payload).toString("base64url")}.${by.sign(`hearth-invite-v1\0${payload}`)}`;
	const good = { ...inviteOf(), until: now + 1000 };
	function inviteOf(): Invite {
		return inviteSchema.parse(JSON.parse(Buffer.from(link.split(".")[1] ?? "", "base64url").toString()));
	}
	test.each([
		["the same again", canonical(good), null],
		["an unknown key", canonical({ ...good, run: "me" }), "broken"],
		["an unknown key further in", canonical({ ...good, pool: { ...good.pool, run: "me" } }), "broken"],
		["a missing one", canonical({ ...good, tailnet: undefined }), "broken"],
		["other spaces", JSON.stringify(good, null, 1), "broken"],
		["a key said twice", canonical(good).replace("{", '{"fleet":null,'), "broken"],
		["a list that runs something", canonical({ ...good, fleet: "git+file:///etc" }), "broken"],
		["a list that is a flag", canonical({ ...good, fleet: "--impure" }), "broken"],
		["a login in an address", canonical({ ...good, pool: { ...good.pool, address: "tls://a:b@c" } }), "broken"],
		["a name that turns the line round", canonical({ ...good, inviter: "a\u202eb" }), "broken"],
		["a name that is a sentence", canonical({ ...good, inviter: "a".repeat(64) }), "broken"],
		["good for ever", canonical({ ...good, until: now + maxInviteMs + 86_400_001 }), "broken"],
		["over before it began", canonical({ ...good, until: good.from }), "broken"],
		["a key that is guessed", canonical({ ...good, pool: { ...good.pool, enrolment: "1234" } }), "broken"],
		["nested without end", "[".repeat(6000), "broken"],
		["no JSON", "null", "broken"],
	])("signed, but %s", (_, payload, why) => expect(whyNot(readInvite(signed(payload), now))).toBe(why));
	test("signed by somebody else, or for another purpose", () => {
		expect(whyNot(readInvite(signed(canonical(good), newKeyPair()), now))).toBe("broken");
		const payload = canonical(good);
		const job = `hearth://join#v1.${Buffer.from(payload).toString("base64url")}.${key.sign(`hearth-job-v1\0${payload}`)}`;
		expect(whyNot(readInvite(job, now))).toBe("broken");
	});
	test("too long, however it is long", () => {
		expect(whyNot(readInvite(`${link}${"A".repeat(maxInviteLength)}`, now))).toBe("too-long");
		expect(whyNot(readInvite(`${link}${" ".repeat(maxPastedLength)}`, now))).toBe("too-long");
		expect(whyNot(readInvite("x".repeat(1_000_000), now))).toBe("not-an-invite");
	});
});

test("in time: not before, a little early for clocks that differ, and not a moment after", () => {
	const why = (at: number) => whyNot(readInvite(link, at));
	const day = 86_400_000;
	expect([now - day, now - 300_001, now - 300_000, now, now + day - 1, now + day].map(why)).toEqual([
		...["early", "early"],
		...[null, null, null],
		"expired",
	]);
});

test("a refusal says whose it was only where that is sure, and never a secret", () => {
	const told = (text: string, at: number) => {
		try {
			return choicesOf({ home: "invite", link: text }, at);
		} catch (error) {
			expect(error).toBeInstanceOf(ProblemError);
			const { problem, message, stack } = error as ProblemError;
			expect(leaked(given, JSON.stringify(problem), message, stack ?? "")).toEqual([]);
			expect(judgeInvite(text, at)).toEqual({ good: false, problem });
			return problem;
		}
	};
	expect(told(link, now + 86_400_000)).toEqual({
		code: "setup.invite-expired",
		args: { home: "Linden home", inviter: "Rowan", until: now + 86_400_000 },
		actions: [],
	});
	expect(told(link, 0)).toMatchObject({ code: "setup.invite-early", args: { from: now } });
	expect(told(link.slice(0, -1), now)).toEqual({ code: "setup.invite-broken", args: {}, actions: [] });
	expect(told("hello", now)).toEqual({ code: "setup.not-an-invite", args: {}, actions: [] });
	expect(choicesOf({ home: "this-pc" }, now)).toEqual({ home: "this-pc" });
	expect(leaked(given, JSON.stringify(choicesOf({ home: "invite", link }, now)))).toEqual([]);
});

test("what looks for leaks finds them", () => {
	expect(leaked(given, "nothing here")).toEqual([]);
	expect(leaked(given, `a ${link} b`).length).toBeGreaterThan(3);
	expect(leaked(given, "enrol-once-0123456789abcdef")).toEqual(["enrol-once-0123456789abcdef"]);
	expect(leaked(given, "network-once-fedcba9876543210")).toHaveLength(1);
});

test("nobody can write what nobody would read", () => {
	const read = JSON.parse(Buffer.from(link.split(".")[1] ?? "", "base64url").toString()) as Invite;
	expect(() => writeInvite(read, newKeyPair())).toThrow("not the pool's");
	expect(() => writeInvite({ ...read, fleet: "--impure" }, key)).toThrow();
	expect(() => writeInvite({ ...read, pool: { ...read.pool, ca: "A".repeat(4096) } }, key)).not.toThrow();
});

test("an invite is known by its beginning, and cut out of what is said back", () => {
	expect(["hearth://join#", `\n<${link}>`, "hearth://jo\nin/#v1"].map(looksLikeInvite)).toEqual([true, true, true]);
	expect(["", "hearth://open/history", `see ${link}`].map(looksLikeInvite)).toEqual([false, false, false]);
	for (const text of [`unknown command '${link}'`, `--x=${link}`, link.replace(/(.{40})/g, "$1\n")]) {
		expect(leaked(given, withoutInvites(text))).toEqual([]);
	}
	expect(withoutInvites("unknown command 'x'")).toBe("unknown command 'x'");
});
