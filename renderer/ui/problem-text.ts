// What a person hands to somebody who helps: a problem's code and facts as one text, without anything secret. Pure.
import type { Problem } from "../../main/contract/problem.ts";

/** Logins in addresses, invites with their keys, keys that open something, and long random words after a name for one. */
const secret: [RegExp, string][] = [
	[/\bhearth:\/\/\S+/gi, "hearth://…"],
	[/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@]+@/gi, "$1…@"],
	[/\b(tskey|hskey|ghp|gho|glpat|xox[abp]|sk|eyJ)[-_]?[A-Za-z0-9._~+/=-]{8,}/g, "…"],
	[/\b(token|key|password|passwort|secret|auth|bearer)(["']?\s*[=: ]\s*["']?)[^\s"',;]{6,}/gi, "$1$2…"],
];

/** `code`, then a line `name: value` for each fact that came with it; secrets are left out as "…". */
export function problemText({ code, args }: Problem): string {
	const lines = Object.entries(args).map(([name, value]) => `${name}: ${value}`);
	return secret.reduce((text, [pattern, instead]) => text.replaceAll(pattern, instead), [code, ...lines].join("\n"));
}
