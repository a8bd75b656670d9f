import { type Files } from "./files.ts";
export declare const reserveBytes = 65536;
/** Makes the file unless it is there in full. Says false when there is no room for it; throws nothing. */
export declare function keepReserve(files: Files, path: string): boolean;
/** Gives the room back to the file system; throws nothing. */
export declare function releaseReserve(files: Files, path: string): void;
