import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lookIsDue, openUpdates, type Updater, type UpdateSettings, type UpdateTalk } from "./updates.ts";

type Found = Awaited<ReturnType<Updater["checkForUpdates"]>>;

function scene(options: {
	found?: Found | Error;
	download?: Error;
	answers?: boolean[];
	weekly?: boolean;
	offered?: boolean;
}) {
	const calls: string[] = [];
	const talks: UpdateTalk[] = [];
	const answers = [...(options.answers ?? [])];
	let settings: UpdateSettings = { weekly: options.weekly ?? false, lookedAt: null };
	const updater: Updater = {
		allowDowngrade: true,
		autoDownload: true,
		autoInstallOnAppQuit: true,
		autoRunAppAfterInstall: false,
		disableWebInstaller: false,
		logger: null,
		async checkForUpdates() {
			calls.push("check");
			if (options.found instanceof Error) throw options.found;
			return options.found ?? null;
		},
		async downloadUpdate() {
			calls.push("download");
			if (options.download) throw options.download;
			return [];
		},
		quitAndInstall: () => void calls.push("install"),
	};
	const updates = openUpdates({
		version: "0.1.0",
		offered: options.offered ?? true,
		load: async () => {
			calls.push("load");
			return updater;
		},
		now: () => 1_000,
		settings: {
			read: () => settings,
			write: (next) => {
				settings = next;
			},
		},
		talk: async (talk) => {
			talks.push(talk);
			return answers.shift() ?? false;
		},
		beforeInstall: async () => void calls.push("stop-work"),
		log: () => undefined,
	});
	return { updates, updater, calls, talks, settings: () => settings };
}

const newer = {
	isUpdateAvailable: true,
	updateInfo: { version: "0.2.0", files: [{ url: "x", sha512: "", size: 90_000_000 }] },
} as unknown as Found;
const same = { isUpdateAvailable: false, updateInfo: { version: "0.1.0", files: [] } } as unknown as Found;

describe("looking for a newer version", () => {
	it("loads nothing and asks nothing of the network before somebody looks", () => {
		expect(scene({}).calls).toEqual([]);
	});

	it("turns off everything the library would do by itself", async () => {
		const { updates, updater } = scene({ found: same });
		await updates.look();
		expect(updater).toMatchObject({
			autoDownload: false,
			autoInstallOnAppQuit: false,
			allowDowngrade: false,
			disableWebInstaller: true,
		});
	});

	it.each([
		{ answers: [], done: ["load", "check"], said: ["update.found"] },
		{ answers: [true], done: ["load", "check", "download"], said: ["update.found", "update.ready"] },
		{
			answers: [true, true],
			done: ["load", "check", "download", "stop-work", "install"],
			said: ["update.found", "update.ready"],
		},
	])("goes only as far as the answers $answers", async ({ answers, done, said }) => {
		const { updates, calls, talks } = scene({ found: newer, answers });
		await updates.look();
		expect(calls).toEqual(done);
		expect(talks.map((talk) => talk.code)).toEqual(said);
	});

	it("says how much would be downloaded", async () => {
		const { updates, talks } = scene({ found: newer });
		await updates.look();
		expect(talks).toEqual([{ code: "update.found", version: "0.2.0", bytes: 90_000_000 }]);
	});

	it("says when there is none, when it failed, and when this copy was given no address", async () => {
		for (const [options, code] of [
			[{ found: same }, "update.none"],
			[{ found: new Error("net::ERR_INTERNET_DISCONNECTED") }, "update.failed"],
			[{ found: newer, answers: [true], download: new Error("sha512 checksum mismatch") }, "update.failed"],
			[{ offered: false }, "update.not-offered"],
		] as const) {
			const { updates, talks, calls } = scene({
				...options,
				answers: [...("answers" in options ? options.answers : [])],
			});
			await updates.look();
			expect(talks.at(-1)?.code).toBe(code);
			expect(calls).not.toContain("install");
		}
	});

	it("looks by itself only when that was allowed, and then speaks only of a newer one", async () => {
		const never = scene({ found: newer });
		await never.updates.lookIfDue();
		expect(never.calls).toEqual([]);
		const failing = scene({ found: new Error("offline"), weekly: true });
		await failing.updates.lookIfDue();
		expect(failing.talks).toEqual([]);
		expect(failing.settings().lookedAt).toBe(1_000);
		const fine = scene({ found: newer, weekly: true });
		await fine.updates.lookIfDue();
		expect(fine.talks.map((talk) => talk.code)).toEqual(["update.found"]);
	});

	it("joins a look that is under way", async () => {
		const { updates, calls } = scene({ found: same });
		await Promise.all([updates.look(), updates.look()]);
		expect(calls).toEqual(["load", "check"]);
	});

	it("is due at most once a week, and never unasked (property)", () => {
		const times = fc.integer({ min: 0, max: 4_000_000_000_000 });
		fc.assert(
			fc.property(fc.option(times), times, (lookedAt, now) => {
				expect(lookIsDue({ weekly: false, lookedAt }, now)).toBe(false);
				expect(lookIsDue({ weekly: true, lookedAt: now }, now)).toBe(false);
				const due = lookIsDue({ weekly: true, lookedAt }, now);
				expect(due).toBe(lookedAt === null || lookedAt > now || now - lookedAt >= 604_800_000);
			}),
		);
	});
});
