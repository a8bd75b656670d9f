import * as fs from "node:fs";
import { ProblemError } from "../../contract/problem.ts";
export type Files = Pick<typeof fs, "closeSync" | "existsSync" | "fstatSync" | "fsyncSync" | "ftruncateSync" | "openSync" | "readdirSync" | "readFileSync" | "readSync" | "renameSync" | "rmSync" | "writeSync">;
export declare const realFiles: Files;
/** Writes all of `bytes` at the file's position; a short write goes on where it stopped. */
export declare function writeAll(files: Files, file: number, bytes: Uint8Array): void;
/** Makes a rename or a new file in `folder` survive a power loss, where the OS lets folders be synced (not on Windows). */
export declare function syncFolder(files: Files, folder: string): void;
export declare function isMissing(error: unknown): boolean;
/** The problem behind a failed file call: agent.disk-full, or agent.data-unreadable for everything else. */
export declare function fileProblem(error: unknown, path: string): ProblemError;
