// What other makers call things that the reader meets on the screen.

/** They have to be said as they stand there, so no word of them is judged; always in quotation marks. */
const theirNames = ["Nix Store", "Virtual Machine Platform"] as const;

/** `text` with "it" for each quoted name of another maker. */
export function withoutTheirNames(text: string): string {
	return theirNames.reduce((all, one) => all.replace(new RegExp(`[“„]${one}[”“]`, "g"), "it"), text);
}
