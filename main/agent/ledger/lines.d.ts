import type { Files } from "./files.ts";
export type Line = {
    /** Without the newline. Valid until the next line is asked for. */
    readonly bytes: Buffer;
    /** False for a last line that lacks its newline, and for one that is longer than maxLineBytes, which ends the reading. */
    readonly whole: boolean;
};
/** `from`: the byte at which a line begins. Yields nothing for an empty file. Throws what the file system throws. */
export declare function readLines(files: Files, path: string, from?: number): Generator<Line, void, undefined>;
