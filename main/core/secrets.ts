// Finds what looks like a secret in a job's public parts. A job's argv and env are stored in the pool and shown to the
// PC's owner, so nothing secret belongs there. Better one odd-looking job refused than one key given away.
import type { Job } from "../contract/job.ts";

/** Ends of names that hold secrets; compared after splitting FOO_BAR, foo-bar and fooBar into words. */
const secretWords = new Set([
	"token",
	"secret",
	"secrets",
	"password",
	"passwd",
	"passphrase",
	"pwd",
	"credential",
	"credentials",
	"apikey",
	"authkey",
	"privatekey",
	"seed",
]);
/** Names that hold secrets only as a pair of words. */
const secretPairs = new Set([
	"api key",
	"access key",
	"auth key",
	"private key",
	"secret key",
	"signing key",
	"encryption key",
	"db pass",
	"client secret",
	"connection string",
]);
/** What secrets look like wherever they stand. */
const shapes: readonly RegExp[] = [
	/-----BEGIN [A-Z0-9 ]*(?:PRIVATE KEY|CERTIFICATE|PGP)[A-Z ]*-----/,
	/-----BEGIN (?:NATS|USER)[A-Z ]*-----/,
	/(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
	/(?:^|[^A-Z2-7])S[ACNOPUX][A-Z2-7]{56}(?![A-Z2-7])/,
	/\btskey-[a-z]+-[A-Za-z0-9-]{8,}/,
	/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
	/\bgh[pousr]_[A-Za-z0-9]{30,}/,
	/\bgithub_pat_[A-Za-z0-9_]{30,}/,
	/\bglpat-[A-Za-z0-9_-]{16,}/,
	/\bxox[abprs]-[A-Za-z0-9-]{10,}/,
	/\bsk-[A-Za-z0-9_-]{20,}/,
	/\bAIza[A-Za-z0-9_-]{35}/,
	/\bnpm_[A-Za-z0-9]{30,}/,
	/\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/,
	/\b(?:Bearer|Basic) [A-Za-z0-9+/=._-]{16,}/i,
	/\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@]+:[^\s/@]+@/i,
];

/** Where the first secret stands ("env API_TOKEN", "argv 3"), or null. Never gives the secret itself. */
export function findSecret(job: Pick<Job, "argv" | "env">): string | null {
	for (const [name, value] of Object.entries(job.env)) {
		if (value !== "" && (isSecretName(name) || looksSecret(value))) return `env ${name}`;
	}
	for (const [index, value] of job.argv.entries()) {
		if (looksSecret(value) || assignsSecret(value) || passesSecret(value, job.argv[index + 1])) return `argv ${index}`;
	}
	return null;
}

/** --token=abc, PASSWORD=abc. */
function assignsSecret(argument: string): boolean {
	const pair = /^-{0,2}([A-Za-z][A-Za-z0-9_-]{0,63})[=:](.+)$/s.exec(argument);
	return pair?.[1] !== undefined && isSecretName(pair[1]);
}

/** --token abc. */
function passesSecret(argument: string, next: string | undefined): boolean {
	return /^--[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(argument) && next !== undefined && isSecretName(argument.slice(2));
}

function isSecretName(name: string): boolean {
	if (/^aws_/i.test(name) && !/^aws_(default_)?region$/i.test(name)) return true;
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== "");
	const last = words.at(-1) ?? "";
	return secretWords.has(last) || secretPairs.has(words.slice(-2).join(" "));
}

function looksSecret(text: string): boolean {
	return shapes.some((shape) => shape.test(text)) || text.split(/[\s"'=:,;]+/).some(isKeyLike);
}

/** One long run of base64-like characters, mixed as only random bytes are. Digests (plain hex) are public and pass. */
function isKeyLike(run: string): boolean {
	if (run.length < 32 || run.length > 512 || !/^[A-Za-z0-9+_-]+={0,2}$/.test(run)) return false;
	if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/[0-9]/.test(run)) return false;
	return bitsPerCharacter(run) >= 4.2;
}

/** Shannon entropy of the characters. */
function bitsPerCharacter(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}
