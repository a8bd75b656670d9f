// Who reads which words. Everything is for families but what stands here.

/** Codes that only people who develop, run a pool or type commands meet; a prefix each. */
const developerPrefixes = [
	"cli.",
	"doctor.",
	"electron-get.",
	"npm.",
	"page.receipt.artifact",
	"page.receipt.exit",
	"page.this-pc.node",
	"probe.",
	"problem.agent.",
	"problem.door.",
	"problem.input.",
	"problem.internal.",
	"problem.job.",
	"problem.startup.",
	"source.",
] as const;

/** Is this code read by people who never asked for a computer's words? */
export function isForFamilies(code: string): boolean {
	return !developerPrefixes.some((one) => code.startsWith(one));
}
