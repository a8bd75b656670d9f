import { type PublicKey } from "../../contract/ids.ts";
import { type KeyPair } from "../../tools/crypto/keys.ts";
import { type Files } from "./files.ts";
export type Head = {
    readonly seq: number;
    readonly hash: string;
};
/**
 * Replaces the head at `path` in one step. Call only once the entry it names is on disk. When it throws, the old head
 * stands. A power loss may bring the old head back, which is still true: it says "at least up to here".
 */
export declare function writeHead(files: Files, path: string, head: Head, key: KeyPair): void;
/** null when there is none, "bad" when it is not exactly what this device signed. Throws when it cannot be read. */
export declare function readHead(files: Files, path: string, publicKey: PublicKey): Head | "bad" | null;
