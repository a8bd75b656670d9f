// hearth:// links: whatever is in one, all it can do is choose a page of the window. It never acts.
// No "electron" here: pure, so that every string can be tried.

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
export type OpenTarget = (typeof pages)[keyof typeof pages];
export const openTargets: readonly OpenTarget[] = Object.values(pages);

const longest = 4096;

/**
 * The page a link asks for; null for anything else. `hearth://open/history` opens History. A join link
 * (`hearth://join#...`) has no page to go to yet: the window is shown, nothing of the link is read or kept.
 */
export function openTarget(link: string): OpenTarget | null {
	if (link.length > longest) return null;
	const name = /^hearth:\/\/open\/([a-z-]+)\/?$/.exec(link)?.[1];
	return name && Object.hasOwn(pages, name) ? pages[name as keyof typeof pages] : null;
}

/** The link among a start's arguments, as Windows and Linux hand it over; null when there is none. */
export function linkOf(argv: readonly string[]): string | null {
	return argv.find((one) => one.startsWith("hearth://")) ?? null;
}
