// Whether the places that programs come from can be reached, and whether somebody between opens encrypted traffic. Asks the
// network, so it runs only where a person waits for setup's plan; sends nothing but the greeting of a connection.
import { connect as connectTls, rootCertificates } from "node:tls";
import type { SetupCheck } from "../../main/contract/setup.ts";

/** What a server showed of itself. */
export interface ShownCertificate {
	/** Signed by one of the world's public authorities, as Node carries them; what this PC trusts beside them does not count. */
	readonly isPublic: boolean;
	/** Who signed it, in its own words; null when it does not say. */
	readonly issuer: string | null;
}

/** null: it could not be reached. */
export type AskServer = (host: string, signal: AbortSignal) => Promise<ShownCertificate | null>;

/** The forgotten one of these is api.github.com: without it everything else works until the first update. */
export const setupHosts: readonly string[] = ["cache.nixos.org", "github.com", "api.github.com", "codeload.github.com"];

/**
 * One line when all is well, else one for each thing: hosts that cannot be reached, and the name on certificates that are not
 * public. A proxy that must be used makes hosts unreachable for this look; the plan says that there is one.
 */
export async function readNetwork(
	ask: AskServer,
	signal: AbortSignal,
	hosts: readonly string[] = setupHosts,
): Promise<SetupCheck[]> {
	const shown = await Promise.all(hosts.map(async (host) => ({ host, certificate: await ask(host, signal) })));
	const missing = shown.filter(({ certificate }) => certificate === null).map(({ host }) => host);
	const opened = shown.flatMap(({ certificate }) => (certificate && !certificate.isPublic ? [certificate] : []));
	const checks: SetupCheck[] = [];
	if (missing.length > 0) {
		const hosts = missing.join(", ");
		checks.push({ level: "warn", words: { code: "setup.check.unreachable", args: { hosts, count: missing.length } } });
	}
	const names = new Set(opened.map(({ issuer }) => issuer ?? "?"));
	for (const issuer of names) {
		checks.push({ level: "warn", words: { code: "setup.check.network-opened", args: { issuer } } });
	}
	return checks.length > 0 ? checks : [{ level: "ok", words: { code: "setup.check.network", args: {} } }];
}

const patienceMs = 5_000;

/** Greets the server and hangs up. Trusts nothing: it only looks at what is shown. `port` is for tests. */
export function askServer(
	host: string,
	signal: AbortSignal,
	port = 443,
	roots = rootCertificates,
): ReturnType<AskServer> {
	return new Promise((resolve) => {
		const name = /^[\d.]+$/.test(host) ? {} : { servername: host };
		const socket = connectTls({ host, port, ...name, rejectUnauthorized: false, ca: [...roots], timeout: patienceMs });
		const end = (answer: ShownCertificate | null) => {
			signal.removeEventListener("abort", giveUp);
			socket.destroy();
			resolve(answer);
		};
		const giveUp = () => end(null);
		if (signal.aborted) return giveUp();
		signal.addEventListener("abort", giveUp, { once: true });
		socket.once("secureConnect", () => {
			const { issuer } = socket.getPeerCertificate();
			const names = [issuer?.O, issuer?.CN].flat();
			end({
				isPublic: isSignerKnown(socket.authorized, socket.authorizationError),
				issuer: names.find(Boolean) ?? null,
			});
		});
		socket.once("timeout", giveUp);
		socket.once("error", giveUp);
	});
}

/** A wrong clock or an old certificate is no reading along: only an unknown signer is. */
function isSignerKnown(authorized: boolean, error: unknown): boolean {
	if (authorized) return true;
	const code = (error as { code?: string } | null)?.code ?? String(error);
	return !unknownSigner.has(code);
}

/** OpenSSL's words for a chain that does not end at a known authority. */
const unknownSigner: ReadonlySet<string> = new Set([
	"DEPTH_ZERO_SELF_SIGNED_CERT",
	"SELF_SIGNED_CERT_IN_CHAIN",
	"UNABLE_TO_GET_ISSUER_CERT",
	"UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
	"UNABLE_TO_VERIFY_LEAF_SIGNATURE",
]);
