// The picture a door may write into the page itself, so that the first thing a window draws is already true.
import type { Snapshot } from "./snapshot.ts";

/** Id of the data block: `<script type="application/json" id="first-picture">`. It is data: no browser runs it. */
export const firstPictureId = "first-picture";

export interface FirstPicture {
	/** When the page was served, in epoch milliseconds: a page kept for longer than a moment is no news. */
	readonly servedAt: number;
	readonly snapshot: Snapshot;
}

/** The page with the picture in it, before `</head>`; as it was where it has no head. Every "<" is escaped. */
export function withFirstPicture(html: string, picture: FirstPicture): string {
	const json = JSON.stringify(picture).replaceAll("<", "\\u003c");
	const block = `<script type="application/json" id="${firstPictureId}">${json}</script>`;
	return html.replace("</head>", () => `${block}</head>`);
}
