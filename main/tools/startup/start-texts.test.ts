// Command lines and the texts they are written in, each read back by the rules of the system that will read them.
import fc from "fast-check";
import { expect, test } from "vitest";
import { desktopEntryText, execValue, readDesktopEntry } from "./desktop-entry.ts";
import { launchdPlistText, readLaunchdPlist } from "./launchd-plist.ts";
import { type Argv, agentStartCommand, appStartCommand, type RunningProgram } from "./start-command.ts";
import { execStartValue, readSystemdUnit, systemdUnitText } from "./systemd-unit.ts";
import { isSwitchedOff, registryValue, windowsCommandLine } from "./windows-command.ts";

/** Arguments as a command can hold them here: no control characters. */
const word = fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).map((text) => text.replace(/\p{Cc}/gu, "_"));
const hard = fc.constantFrom(
	"a b",
	'q"q',
	"b\\",
	'\\"',
	"$HOME",
	"%f",
	"%%",
	"`x`",
	"~",
	"<&>",
	"'",
	"--",
	"ü",
	"#",
	";",
);
const argvs = fc
	.tuple(word, fc.array(fc.oneof(word, hard), { maxLength: 5 }))
	.map(([file, rest]): Argv => [`/opt/${file}`, ...rest]);

/** The specification's way back: string escapes first, then quoting, then field codes. */
function readExec(value: string): string[] {
	const text = value.replace(/\\(.)/g, (_, one: string) => ({ n: "\n", t: "\t", r: "\r", s: " " })[one] ?? one);
	const words = [...text.matchAll(/"((?:\\.|[^"\\])*)"|(\S+)/gs)];
	return words.map(([, quoted, bare = ""]) => (quoted?.replace(/\\(.)/gs, "$1") ?? bare).replaceAll("%%", "%"));
}

test("an Exec value gives back its arguments", () => {
	fc.assert(
		fc.property(argvs, (argv) => {
			expect(readExec(execValue(argv))).toEqual(argv);
			const entry = readDesktopEntry(desktopEntryText("Hearth", argv, 2));
			expect(entry).toEqual({ ours: true, disabled: false, exec: execValue(argv), made: 2 });
		}),
	);
});

test("an ExecStart value gives back its arguments", () => {
	const back = (value: string) =>
		[...value.matchAll(/"((?:\\.|[^"\\])*)"/gs)].map(([, one = ""], index) => {
			const text = one.replace(/\\(.)/gs, "$1").replaceAll("%%", "%");
			return index === 0 ? text : text.replaceAll("$$", "$");
		});
	fc.assert(
		fc.property(argvs, (argv) => {
			expect(back(execStartValue(argv))).toEqual(argv);
			expect(readSystemdUnit(systemdUnitText(argv, 3))).toEqual({
				ours: true,
				execStart: execStartValue(argv),
				made: 3,
			});
		}),
	);
});

test("a property list gives back its arguments", () => {
	const plain = (text: string) => text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
	fc.assert(
		fc.property(argvs, fc.boolean(), (argv, keepAlive) => {
			const text = launchdPlistText({ label: "dev.hearth.agent", argv, keepAlive, made: 1 });
			const array = /<array>([\s\S]*)<\/array>/.exec(text)?.[1] ?? "";
			expect([...array.matchAll(/<string>([\s\S]*?)<\/string>/g)].map(([, one = ""]) => plain(one))).toEqual(argv);
			const found = readLaunchdPlist(text);
			expect([found.ours, found.made, found.starts(argv), found.starts([...argv, "x"])]).toEqual([
				true,
				1,
				true,
				false,
			]);
			expect(text.includes("KeepAlive")).toBe(keepAlive);
		}),
	);
});

/** CommandLineToArgvW as its documentation describes it. */
function readWindows(line: string): string[] {
	const end = line.indexOf('"', 1);
	const words = [line.slice(1, end)];
	let current: string | null = null;
	let quoted = false;
	for (let at = end + 1; at < line.length; ) {
		const slashes = /^\\*/.exec(line.slice(at))?.[0].length ?? 0;
		const next = line[at + slashes];
		if (next === '"') {
			current = `${current ?? ""}${"\\".repeat(Math.floor(slashes / 2))}${slashes % 2 === 1 ? '"' : ""}`;
			if (slashes % 2 === 0) quoted = !quoted;
			at += slashes + 1;
		} else if (slashes > 0) {
			current = `${current ?? ""}${"\\".repeat(slashes)}`;
			at += slashes;
		} else if (/[ \t]/.test(next ?? "") && !quoted) {
			if (current !== null) words.push(current);
			current = null;
			at++;
		} else {
			current = `${current ?? ""}${next}`;
			at++;
		}
	}
	return current === null ? words : [...words, current];
}

test("a Windows command line gives back its arguments", () => {
	const file = word.map((text) => `C:\\${text.replaceAll('"', "_")}`);
	fc.assert(
		fc.property(file, fc.array(fc.oneof(word, hard, fc.constant("")), { maxLength: 5 }), (program, rest) => {
			expect(readWindows(windowsCommandLine([program, ...rest]))).toEqual([program, ...rest]);
		}),
	);
});

test("registry answers and the person's switch", () => {
	const answer = '\r\nHKEY_CURRENT_USER\\Software\\X\r\n    Hearth    REG_SZ    "C:\\a"  --hidden\r\n\r\n';
	expect(registryValue(answer, "Hearth", "REG_SZ")).toBe('"C:\\a"  --hidden');
	expect(registryValue(answer, "Hearth", "REG_BINARY")).toBeNull();
	expect(registryValue(answer, "Hear", "REG_SZ")).toBeNull();
	const switches = [
		null,
		"020000000000000000000000",
		"060000000000000000000000",
		"03000000AB1B2C3D4E5FDA01",
		"01",
		"00",
	];
	expect(switches.map(isSwitchedOff)).toEqual([false, false, false, true, true, false]);
});

const checkout: RunningProgram = {
	node: "/n/node",
	entry: "/c/dist/app/hearth.js",
	appCommand: undefined,
	appImage: undefined,
	appDirectory: undefined,
};
const image = { appImage: "/home/ada/Hearth.AppImage", appDirectory: "/tmp/.mount_HeXX" };

test("the app's command: as the shell tells it, without its window; the image itself for an AppImage", () => {
	const app = (change: Partial<RunningProgram>) => appStartCommand({ ...checkout, ...change });
	const told = (argv: unknown) => app({ appCommand: JSON.stringify(argv) });
	expect(told(["/opt/Hearth/hearth"])).toEqual({ argv: ["/opt/Hearth/hearth", "--hidden"] });
	expect(told(["/e/electron", "/c", "--hidden"])).toEqual({ argv: ["/e/electron", "/c", "--hidden"] });
	for (const bad of [undefined, [], [""], ["hearth"], ["/a", 1], ["/a\n"], {}, "x", null]) {
		expect(told(bad)).toEqual({ impossible: "absent" });
	}
	expect(app({ appCommand: "{" })).toEqual({ impossible: "absent" });
	const inside = JSON.stringify(["/tmp/.mount_HeXX/hearth"]);
	expect(app({ ...image, appCommand: inside })).toEqual({ argv: [image.appImage, "--hidden"] });
	// Another AppImage's terminal hands its variables down to everything.
	expect(app({ ...image, appCommand: '["/e/electron","/c"]' })).toEqual({ argv: ["/e/electron", "/c", "--hidden"] });
});

test("the agent's command: its own Node and program, absolute folders; none inside an image that goes away", () => {
	const command = agentStartCommand(checkout, "/data", "embedded:pool");
	const argv = [
		"/n/node",
		"/c/dist/app/hearth.js",
		"agent",
		"--data",
		"/data",
		"--pool",
		`embedded:${process.cwd()}/pool`,
	];
	expect(command).toEqual({ argv });
	expect(agentStartCommand(checkout, "/data", "nats://h:1")).toMatchObject({
		argv: expect.arrayContaining(["nats://h:1"]),
	});
	expect(agentStartCommand({ ...checkout, node: null }, "/d", "embedded")).toEqual({ impossible: "packaged" });
	expect(
		agentStartCommand({ ...checkout, ...image, node: "/tmp/.mount_HeXX/resources/node" }, "/d", "embedded"),
	).toEqual({
		impossible: "packaged",
	});
	expect(agentStartCommand({ ...checkout, entry: null }, "/d", "embedded")).toEqual({ impossible: "absent" });
	expect(agentStartCommand(checkout, "/d\n", "embedded")).toEqual({ impossible: "unsupported" });
});
