// hearth:// links: whatever is in one, all it can do is choose a page of the window. It never acts.
// No "electron" here: pure, so that every string can be tried.
import { inviteStart, maxInviteLength, tidyInvite } from "../main/contract/invite-text.ts";

export const linkScheme = "hearth";

/** The pages a link may open, and the address of each inside the window. */
const pages = {
	lending: "#/lending",
	allow: "#/allow",
	history: "#/history",
	setup: "#/setup",
	"this-pc": "#/this-pc",
} as const;

/** A page's address inside the window. */
export type WindowAddress = `#/${string}`;
/** Where the window takes an invite over; it takes it out of its address at once (renderer/invite-address.ts). */
const joinPage = "#/setup/join/";
export type OpenTarget = (typeof pages)[keyof typeof pages] | `${typeof joinPage}${string}`;
export const openTargets: readonly OpenTarget[] = [...Object.values(pages), joinPage];

/**
 * The page a link asks for; null for anything else. `hearth://open/history` opens History. A join link
 * (`hearth://join#...`) opens setup's first question with the invite filled in; what does not even look like one is left
 * out, and the field is empty. Whether it is a good one is for the agent to say.
 */
export function openTarget(link: string): OpenTarget | null {
	if (link.length > maxInviteLength) return null;
	const invite = tidyInvite(link);
	if (invite.startsWith(inviteStart)) {
		const rest = invite.slice(inviteStart.length);
		return /^[A-Za-z0-9._-]+$/.test(rest) ? `${joinPage}${rest}` : joinPage;
	}
	const name = /^hearth:\/\/open\/([a-z-]+)\/?$/.exec(link)?.[1];
	return name && Object.hasOwn(pages, name) ? pages[name as keyof typeof pages] : null;
}

/** A page's address as a log may have it: without the invite. */
export const withoutInvite = (text: string) => text.replace(/(#\/setup\/join\/)[A-Za-z0-9._-]+/g, "$1…");

/** The link among a start's arguments, as Windows and Linux hand it over; null when there is none. */
export function linkOf(argv: readonly string[]): string | null {
	return argv.find((one) => one.startsWith("hearth://")) ?? null;
}
