import { type Files } from "./files.ts";
/** Moves bytes after the last newline into `<path>.torn-<n>`. Gives that file's path, or null when nothing was torn. */
export declare function cutTornLine(files: Files, path: string): string | null;
/** Deletes the set-aside torn lines of the ledger at `path`: they hold parts of what stood in it. */
export declare function removeTornCopies(files: Files, path: string): void;
