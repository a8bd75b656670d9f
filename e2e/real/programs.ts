// The real programs the tests run against, one entry each. The version here is the one its go.mod pins.
import { homedir } from "node:os";
import { join } from "node:path";

export interface RealProgram {
	readonly name: string;
	readonly version: string;
	/** Folder beside this file with go.mod and go.sum. */
	readonly module: string;
	readonly package: string;
	readonly linkFlags: string;
}

export const natsServer: RealProgram = {
	name: "nats-server",
	version: "2.14.5",
	module: "nats-server",
	package: "github.com/nats-io/nats-server/v2",
	linkFlags: "-s -w",
};

export const realPrograms: readonly RealProgram[] = [natsServer];

/** Where a built program lies: `${XDG_CACHE_HOME:-~/.cache}/hearth/real/<name>-<version>`. It need not be there. */
export function builtPath({ name, version }: RealProgram): string {
	const cache = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
	return join(cache, "hearth", "real", `${name}-${version}`);
}
