// One program of the PC on paper as a process, found on PATH: keeps the PC in a file. For tests; never used by the product.
import { readFileSync, writeFileSync } from "node:fs";
import { type PaperWindows, runPaper } from "./fixture-windows.ts";

const [file = "", program = "", ...args] = process.argv.slice(2);
const windows: PaperWindows = JSON.parse(readFileSync(file, "utf8"));
const { code, bytes } = runPaper(windows, program, args, readFileSync(0, "utf8"));
writeFileSync(file, JSON.stringify(windows));
process.stdout.write(bytes);
process.exitCode = code & 0xff;
