// Starts the built desktop shell (dist/electron/main.js) in plain Node on the doubled electron, and connects to the
// browser its windows are drawn in.
import { type ChildProcess, fork } from "node:child_process";
import { existsSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { type Browser, chromium, type Page } from "@playwright/test";
import type { Answer, Command } from "./command.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const mainModule = here("../../dist/electron/main.js");
type Told = Command extends infer One ? (One extends Command ? Omit<One, "id"> : never) : never;

export interface StartedShell {
	/** Everything the shell wrote on standard error so far. */
	notes(): string;
	/** The page of the one window there is, other than `before`; waits for it. */
	page(before?: Page): Promise<Page>;
	/** The window's pages there are now. */
	pages(): Page[];
	tell(command: Told): Promise<Answer>;
	/** Resolves with the exit code; null when a signal ended it. */
	readonly ended: Promise<number | null>;
	/** Quits as the menu does and waits for the end. */
	quit(): Promise<number | null>;
}

/** Starts on `data` (HEARTH_DATA). A start that finds another one running ends by itself: see `ended`. */
export async function startShell(data: string, args: readonly string[] = []): Promise<StartedShell> {
	if (!existsSync(mainModule)) throw new Error("build first: npm run build");
	const port = await freePort();
	const child = fork(mainModule, [...args], {
		execArgv: ["--import", here("electron-hook.ts")],
		env: { ...process.env, HEARTH_DATA: data, HEARTH_DEBUG_PORT: String(port) },
		stdio: ["ignore", "pipe", "pipe", "ipc"],
	});
	let notes = "";
	for (const stream of [child.stderr, child.stdout]) {
		stream?.on("data", (text: Buffer) => {
			notes += text.toString();
		});
	}
	const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
	let browser: Browser | null = null;
	const pages = () =>
		(browser?.contexts() ?? [])
			.flatMap((one) => one.pages())
			.filter((page) => page.url().startsWith("http://hearth.localhost/"));
	const teller = tellerOf(child);
	return {
		notes: () => notes,
		ended,
		pages,
		tell: teller,
		async page(before) {
			browser ??= await connect(port, ended, () => notes);
			for (const giveUpAt = Date.now() + 20_000; Date.now() < giveUpAt; ) {
				const page = pages().find((one) => one !== before);
				if (page) return page;
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
			throw new Error(`no window was opened: ${notes}`);
		},
		async quit() {
			await browser?.close().catch(() => undefined);
			if (child.connected) child.send({ id: 0, kind: "quit" } satisfies Command);
			const late = setTimeout(() => child.kill("SIGKILL"), 30_000);
			return ended.finally(() => clearTimeout(late));
		},
	};
}

function tellerOf(child: ChildProcess) {
	let lastId = 0;
	const waiting = new Map<number, (answer: Answer) => void>();
	child.on("message", (answer: Answer) => {
		waiting.get(answer.id)?.(answer);
		waiting.delete(answer.id);
	});
	return (command: Told): Promise<Answer> =>
		new Promise((resolve) => {
			const id = ++lastId;
			waiting.set(id, resolve);
			child.send({ ...command, id });
		});
}

async function connect(port: number, ended: Promise<unknown>, notes: () => string): Promise<Browser> {
	let gone = false;
	void ended.then(() => {
		gone = true;
	});
	for (const giveUpAt = Date.now() + 20_000; Date.now() < giveUpAt && !gone; ) {
		const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`).catch(() => null);
		if (browser) return browser;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`the shell's browser does not answer: ${notes()}`);
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer();
		server.listen(0, "127.0.0.1", () => {
			const { port } = server.address() as AddressInfo;
			server.close(() => resolve(port));
		});
	});
}
