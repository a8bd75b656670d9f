// An invite as people copy it about. Free of schemas: the window reads only this much of a link, and the shell too.

/** What every link begins with; after it come a version, what it says and the signature, with dots between. */
export const inviteStart = "hearth://join#";

/** Characters of a whole link. Fits a QR code of the largest size three times over. */
export const maxInviteLength = 8192;

/** Characters of what is pasted, line breaks included, that anybody looks at. */
export const maxPastedLength = 4 * maxInviteLength;

/** What mails put into a long line: spaces, line breaks, and marks that nobody sees. */
const gaps = /[\s\u00ad\u200b-\u200d\u2060]+/g;

/** The link without what a mail does to it: no gaps, no angle brackets around it, no slash that a browser put in. */
export function tidyInvite(text: string): string {
	const link = text
		.slice(0, maxPastedLength)
		.replace(gaps, "")
		.replace(/^<(.*)>$/, "$1");
	return link.startsWith("hearth://join/#") ? link.replace("/#", "#") : link;
}

/** Is this meant as an invite? Whether it is a good one is for the agent to say. */
export function looksLikeInvite(text: string): boolean {
	return tidyInvite(text).startsWith(inviteStart);
}

/** `text` with every invite in it cut down to its beginning: what is written to a log or said back holds none. */
export function withoutInvites(text: string): string {
	return text.replace(/hearth:\/\/join\/?#?[^"'<>]*/gi, `${inviteStart}…`);
}
