// Where this PC belongs, as a command line says it. The link of an invite holds secrets, so it can come by standard input or
// from a file; on the command line everybody on the PC can see it, and the shell keeps it.
import { closeSync, openSync, readSync } from "node:fs";
import { maxPastedLength } from "../contract/invite-text.ts";
import type { SetupChoices } from "../contract/setup.ts";
import { choicesOf } from "../tools/crypto/setup-choices.ts";
import { usage } from "./failure.ts";
import type { Invocation } from "./invocation.ts";

export interface InviteOptions {
	/** --invite: the link, or "-" for standard input. */
	readonly invite?: string;
	readonly inviteFile?: string;
}

/** @throws ProblemError setup.not-an-invite and setup.invite-*; Failure 2 for a file that cannot be read */
export async function readChoices(invocation: Invocation, options: InviteOptions): Promise<SetupChoices> {
	const link = await readLink(invocation, options);
	return choicesOf(link === null ? { home: "this-pc" } : { home: "invite", link }, invocation.terminal.now());
}

async function readLink({ terminal, say }: Invocation, { invite, inviteFile }: InviteOptions): Promise<string | null> {
	if (inviteFile !== undefined) return readFile(inviteFile);
	if (invite === undefined) return null;
	if (invite !== "-") {
		terminal.err(`${say("cli.setup.invite-seen")}\n`);
		return invite;
	}
	if (terminal.interactive) terminal.err(`${say("cli.setup.paste")}\n`);
	return terminal.read(maxPastedLength);
}

/** Its beginning: more than an invite can be is refused in words. */
function readFile(path: string): string {
	try {
		const file = openSync(path, "r");
		try {
			const bytes = Buffer.alloc(maxPastedLength + 1);
			return bytes.toString("utf8", 0, readSync(file, bytes, 0, bytes.length, 0));
		} finally {
			closeSync(file);
		}
	} catch (error) {
		throw usage("invite-file", { path, detail: (error as NodeJS.ErrnoException).code ?? "" });
	}
}
