// Runs the desktop window as a program of its own, passes signals on, and tells an early failure from an end.
import { spawn } from "node:child_process";
import { constants } from "node:os";
import { type EarlyEnd, earlyEnd } from "./choose-window.ts";

/** It ended: its exit code. Or it failed within `earlyMs`, so that something else can open the window. */
export type WindowEnd = { readonly code: number } | { readonly failed: EarlyEnd };

const maxKeptCharacters = 65_536;

/**
 * Runs `binary root`. What it writes goes through; TERM, INT and HUP are passed on once each, so it gets a process group
 * of its own, where the terminal's Ctrl-C does not reach it a second time. Never rejects.
 */
export function runWindow(binary: string, args: readonly string[], earlyMs = 5_000): Promise<WindowEnd> {
	const started = performance.now();
	const child = spawn(binary, args, {
		stdio: ["ignore", "inherit", "pipe"],
		detached: process.platform !== "win32",
		windowsHide: false,
	});
	let said = "";
	child.stderr.on("data", (chunk: Buffer) => {
		process.stderr.write(chunk);
		said = `${said}${chunk}`.slice(-maxKeptCharacters);
	});
	let asked = false;
	const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
	const pass = (signal: NodeJS.Signals) => {
		asked = true;
		child.kill(signal);
	};
	for (const signal of signals) process.on(signal, pass);
	return new Promise<WindowEnd>((resolve) => {
		child.on("error", (error) => resolve({ failed: earlyEnd("", error.message) }));
		child.on("close", (code, signal) => {
			const early = performance.now() - started < earlyMs;
			if (early && code !== 0 && !asked) resolve({ failed: earlyEnd(said, signal ?? `code ${code}`) });
			else resolve({ code: code ?? 128 + (constants.signals[signal ?? "SIGTERM"] ?? 15) });
		});
	}).finally(() => {
		for (const signal of signals) process.off(signal, pass);
	});
}
