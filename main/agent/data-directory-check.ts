// Says clearly, before anything is opened, when the data directory cannot be used.
import { accessSync, constants, mkdirSync, statSync } from "node:fs";
import { ProblemError } from "../contract/problem.ts";

/** Makes the directory (0700) or throws "agent.data-unreadable" / "agent.disk-full". */
export function checkDataDirectory(directory: string): void {
	try {
		mkdirSync(directory, { recursive: true, mode: 0o700 });
		if (!statSync(directory).isDirectory()) throw new Error("it is not a folder");
		accessSync(directory, constants.R_OK | constants.W_OK | constants.X_OK);
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === "ENOSPC") throw new ProblemError("agent.disk-full", { directory });
		throw new ProblemError("agent.data-unreadable", { directory, detail: (error as Error).message });
	}
}
