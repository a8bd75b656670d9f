import { expect, test } from "vitest";
import { doubledApp } from "./double/stage.ts";
import { quitInOrder } from "./quit.ts";

const settled = () => new Promise((resolve) => setImmediate(resolve));

function stage(close: () => Promise<void>) {
	const double = doubledApp();
	double.start();
	const notes: string[] = [];
	let closes = 0;
	const quitting = quitInOrder({
		app: double.app as never,
		close: () => {
			closes++;
			return close();
		},
		note: (line) => void notes.push(line),
	});
	return { ...double, quitting, notes, closes: () => closes };
}

test("the app outlives its last window", () => {
	const { electron, open, exits } = stage(async () => undefined);
	new electron.BrowserWindow({});
	open[0]?.close();
	expect([open.length, exits]).toEqual([0, []]);
});

test("a quit waits until everything has ended in order, however often it is asked for", async () => {
	const ended = Promise.withResolvers<void>();
	const { app, exits, closes } = stage(() => ended.promise);
	app.quit();
	app.quit();
	await settled();
	expect([exits, closes()]).toEqual([[], 1]);
	ended.resolve();
	await settled();
	expect([exits, closes()]).toEqual([[0], 1]);
});

test("an end that fails is noted and does not keep the app", async () => {
	const { app, exits, notes } = stage(() => Promise.reject(new Error("lost")));
	app.quit();
	await settled();
	expect([exits, notes]).toEqual([[0], ["did not end in order: lost"]]);
});

test("a PC that shuts down is not held back, and the agent is told all the same", async () => {
	const { app, quitting, exits, closes } = stage(() => new Promise(() => undefined));
	quitting.pcEnds();
	app.quit();
	expect([exits, closes()]).toEqual([[0], 1]);
});
