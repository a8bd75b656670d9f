// What went wrong while the desktop window's program was fetched, from the error's own code and text. Pure.

export const electronTroubles = [
	"offline",
	"proxy",
	"certificate",
	"absent",
	"checksum",
	"full",
	"denied",
	"unsupported",
	"stalled",
	"stopped",
	"package",
	"other",
] as const;
/** Words: electron-get.failed.<trouble> and .do. */
export type ElectronTrouble = (typeof electronTroubles)[number];

export interface Trouble {
	readonly trouble: ElectronTrouble;
	readonly detail: string;
}

/** An error with its causes, as a process hands it on: names, codes and messages, outermost first. */
export type ErrorChain = readonly { readonly name: string; readonly code: string; readonly message: string }[];

const rules: readonly (readonly [ElectronTrouble, RegExp])[] = [
	["full", /\bENOSPC\b|\bEDQUOT\b/],
	["denied", /\b(EACCES|EPERM|EROFS)\b/],
	["checksum", /Checksum|NoChecksumFound/i],
	["unsupported", /not available on platform|does not have a published/],
	["proxy", /\b407\b|proxy response|UND_ERR_PRX/i],
	["certificate", /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|certificate/],
	["absent", /Response code (403|404|410)\b/],
	["offline", /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT|EPIPE)\b/],
	["offline", /UND_ERR_(CONNECT|HEADERS|BODY)_TIMEOUT|UND_ERR_SOCKET|Response code 5\d\d|terminated|other side closed/],
];

/** The first rule that fits any link of the chain; the detail is the innermost message or code. */
export function judgeTrouble(chain: ErrorChain): Trouble {
	const text = chain.map(({ name, code, message }) => `${name} ${code} ${message}`).join("\n");
	const inner = chain.at(-1);
	const detail = (inner?.message || inner?.code || "").split("\n")[0]?.slice(0, 300) ?? "";
	const trouble = rules.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
	return { trouble, detail };
}

/** Everything an error names: itself, its causes, the members of an AggregateError. */
export function chainOf(error: unknown): ErrorChain {
	const chain: { name: string; code: string; message: string }[] = [];
	const walk = (one: unknown, depth: number) => {
		if (one === undefined || one === null || depth > 6) return;
		const { name, code, message, cause, errors } = one as Record<string, unknown>;
		chain.push({ name: String(name ?? ""), code: String(code ?? ""), message: String(message ?? one) });
		if (Array.isArray(errors)) walk(errors[0], depth + 1);
		walk(cause, depth + 1);
	};
	walk(error, 0);
	return chain;
}
