// What Windows is told to start after a restart in the middle of setup.
import fc from "fast-check";
import { expect, test } from "vitest";
import { resumeCommandLine } from "./resume-command.ts";
import type { RunningProgram } from "./start-command.ts";

const app = "/c/Program Files/Hearth/Hearth.exe";
const program: RunningProgram = {
	node: "/c/Program Files/Hearth/node.exe",
	entry: "/c/Hearth/hearth.js",
	appCommand: JSON.stringify([app, "--hidden"]),
	appImage: undefined,
	appDirectory: undefined,
};
const headless = { ...program, appCommand: undefined };
const usual = { dataDirectory: "/c/Users/Ada L/Hearth", isUsual: true };
const inConsole = '"/c/Program Files/Hearth/node.exe" /c/Hearth/hearth.js setup resume --data "/c/Users/Ada L/Hearth"';

test("the app with its window on the page of setup; in a console where there is no app, or it would look elsewhere", () => {
	expect(resumeCommandLine(program, usual)).toBe(`"${app}" hearth://open/setup`);
	expect(resumeCommandLine(headless, usual)).toBe(inConsole);
	expect(resumeCommandLine(program, { ...usual, isUsual: false })).toBe(inConsole);
});

test("nothing where neither can be started", () => {
	expect(resumeCommandLine({ ...headless, node: null }, usual)).toBeNull();
	expect(resumeCommandLine({ ...headless, entry: null }, usual)).toBeNull();
	expect(resumeCommandLine(headless, { ...usual, dataDirectory: "/c/a\nb" })).toBeNull();
});

test("never longer than Windows takes, and never cut", () => {
	const folder = fc.stringMatching(/^[A-Za-z0-9 "\\]{1,200}$/).map((name) => `/c/${name}`);
	fc.assert(
		fc.property(folder, folder, fc.boolean(), (dataDirectory, entry, isUsual) => {
			const line = resumeCommandLine({ ...headless, entry }, { dataDirectory, isUsual });
			expect(line === null || line.length <= 260).toBe(true);
			if (dataDirectory.length + entry.length > 260) expect(line).toBeNull();
			if (line !== null) expect(line).toContain(" setup resume --data ");
		}),
	);
});
