// Finds what looks like a secret in a job's public parts: argv and env are stored in the pool and shown to the PC's
// owner. Better one odd-looking job refused than one key given away.
import type { Job } from "../contract/job.ts";

/** The last word of a name that holds a secret. */
const secretWords = new Set(
	"token secret secrets password passwd passphrase pwd credential credentials apikey authkey privatekey seed".split(
		" ",
	),
);
/** The last two words of one. */
const secretPairs = new Set([
	"access key",
	"api key",
	"auth key",
	"client secret",
	"connection string",
	"db pass",
	"encryption key",
	"private key",
	"secret key",
	"signing key",
]);
/** Words after which the word before counts: API_TOKEN_2, ACCESS_KEY_ID, JWT_SECRET_BASE64. */
const trailing = /^(?:\d+|id|value|base64|b64|hex|raw|old|new)$/;

/** What secrets look like wherever they stand. */
const shapes: readonly RegExp[] = [
	/-----BEGIN (?!(?:RSA |EC )?PUBLIC KEY|CERTIFICATE)[A-Z0-9 ]+-----/,
	// A JSON Web Token.
	/(?:^|[^A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/,
	// NATS seeds (nkeys: S, the kind, 56 of base32), Tailscale and age keys.
	/(?:^|[^A-Z2-7])S[ACNOPUX][A-Z2-7]{56}(?![A-Z2-7])/,
	/\btskey-[a-z]+-[A-Za-z0-9-]{8,}/,
	/\bAGE-SECRET-KEY-1[A-Z0-9]{20,}/,
	// AWS, GitHub, GitLab, Slack, Google, npm, and the sk- form of several services.
	/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/,
	/\bgh[pousr]_[A-Za-z0-9]{30,}/,
	/\bgithub_pat_[A-Za-z0-9_]{30,}/,
	/\bglpat-[A-Za-z0-9_-]{16,}/,
	/\bxox[abprs]-[A-Za-z0-9-]{10,}/,
	/\bAIza[A-Za-z0-9_-]{35}/,
	/\bnpm_[A-Za-z0-9]{30,}/,
	/\bsk-(?=[A-Za-z_-]{0,60}[0-9])(?=[a-z0-9_-]{0,60}[A-Z])[A-Za-z0-9_-]{20}/,
	// An invite of Hearth's own: whoever has it can join with it.
	/\bhearth:\/\/join\/?#\S/i,
	// Headers, addresses with a password, JSON fields.
	/\bauthorization\s*[:=]\s*\S/i,
	/\bBearer [A-Za-z0-9+/=._~-]{20,}/,
	/\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/:@]{0,200}:[^\s/@]{1,400}@/i,
	/["'][\w-]*(?:password|passwd|secret|token|api_?key)["']\s*:\s*["'][^"']+["']/i,
];

/** Where the first secret stands ("env API_TOKEN", "argv 3"), or null. Never gives the secret itself. */
export function findSecret(job: Pick<Job, "argv" | "env">): string | null {
	for (const [name, value] of Object.entries(job.env)) {
		if (namesSecret(name, value) || looksSecret(value)) return `env ${name}`;
	}
	for (const [index, value] of job.argv.entries()) {
		if (looksSecret(value) || assignsSecret(value) || announcesSecret(value, job.argv[index + 1]))
			return `argv ${index}`;
	}
	return null;
}

/** --token=abc, PASSWORD=abc. */
function assignsSecret(argument: string): boolean {
	const [, name, value] = /^-{0,2}([A-Za-z][A-Za-z0-9_-]{0,63})=(.+)$/s.exec(argument) ?? [];
	return name !== undefined && value !== undefined && namesSecret(name, value);
}

/** --token abc. */
function announcesSecret(argument: string, next: string | undefined): boolean {
	if (next === undefined || next.startsWith("-") || !/^--?[A-Za-z][A-Za-z0-9_-]{0,63}$/.test(argument)) return false;
	return namesSecret(argument.replace(/^-+/, ""), next);
}

/** True when a thing of this name with this value is secret by its name. A number is a random seed, a count, a switch. */
function namesSecret(name: string, value: string): boolean {
	if (value === "" || name === "PWD" || name === "OLDPWD") return false;
	if (/^aws_/i.test(name) && !/^aws_(?:default_)?region$/i.test(name)) return true;
	const words = name
		.replace(/([a-z0-9])([A-Z])/g, "$1 $2")
		.toLowerCase()
		.split(/[^a-z0-9]+/)
		.filter((word) => word !== "");
	while (words.length > 1 && trailing.test(words.at(-1) ?? "")) words.pop();
	const last = words.at(-1) ?? "";
	if (last === "seed" && /^-?\d{1,20}$/.test(value)) return false;
	return secretWords.has(last) || secretPairs.has(words.slice(-2).join(" "));
}

function looksSecret(text: string): boolean {
	return shapes.some((shape) => shape.test(text)) || text.split(/[\s"'`=:,;()<>[\]{}]+/).some(isKeyLike);
}

/**
 * A long run of base64 characters that mixes capitals, small letters and digits as only random bytes do. Names and paths
 * are made of words, which keep to one kind for longer; plain hex is a digest, which is public. Both pass.
 */
function isKeyLike(run: string): boolean {
	if (run.length < 32 || run.length > 512 || !/^[A-Za-z0-9+/_-]+$/.test(run)) return false;
	if (!/[a-z]/.test(run) || !/[A-Z]/.test(run) || !/[0-9]/.test(run)) return false;
	const pieces = run.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])|[0-9]+|[+/_-]+/g) ?? [];
	return run.length / pieces.length <= 3 && bitsPerCharacter(run) >= 4;
}

/** Shannon entropy of the characters. */
function bitsPerCharacter(text: string): number {
	const counts = new Map<string, number>();
	for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
	let bits = 0;
	for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
	return bits;
}
