// Who this device is: its key, its name, the person whose OS account runs the agent. Made once, never sent elsewhere but
// for the public keys.
import { mkdirSync } from "node:fs";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { ProblemError } from "../contract/problem.ts";
import { sha256 } from "../tools/crypto/canonical.ts";
import { type KeyPair, openKeyPair } from "../tools/crypto/keys.ts";

export interface Identity {
	/** First 16 hex digits of the SHA-256 of the device's public key. */
	readonly deviceId: string;
	readonly deviceName: string;
	/** The OS account; consent is always a person's. */
	readonly person: string;
	readonly device: KeyPair;
	/** The key this PC signs its own jobs with. */
	readonly requester: KeyPair;
}

/** Opens or makes the identity in `directory` (0700). Throws "agent.data-unreadable" or "agent.disk-full". */
export function openIdentity(directory: string): Identity {
	try {
		mkdirSync(directory, { recursive: true, mode: 0o700 });
		const device = openKeyPair(join(directory, "device.key"));
		return {
			deviceId: sha256(device.publicKey).slice("sha256:".length, "sha256:".length + 16),
			deviceName: plainName(hostname(), "this-pc"),
			person: plainName(userInfo().username, "owner"),
			device,
			requester: openKeyPair(join(directory, "requester.key")),
		};
	} catch (error) {
		const { code, message } = error as NodeJS.ErrnoException;
		const full = code === "ENOSPC" || code === "EDQUOT";
		throw new ProblemError(full ? "agent.disk-full" : "agent.data-unreadable", { directory, detail: message });
	}
}

/** A host or account name reduced to what nameSchema allows. */
function plainName(raw: string, fallback: string): string {
	const kept = raw.replace(/[^\p{L}\p{N} ._@'-]/gu, "").replace(/^[^\p{L}\p{N}]+/u, "");
	return kept.slice(0, 31) || fallback;
}
