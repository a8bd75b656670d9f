// The picture the door wrote into the page, if it did: then the first thing drawn is the sentence itself.
import { type FirstPicture, firstPictureId } from "../main/contract/first-picture.ts";
import type { Snapshot } from "../main/contract/snapshot.ts";

/** A page that was kept for longer (restored, woken up) asks the agent instead. */
const freshMs = 10_000;

/** The agent's picture as the page came with it; null when there is none or it is no news any more. */
export function readFirstPicture(page: Document, now: number): Snapshot | null {
	const text = page.getElementById(firstPictureId)?.textContent;
	if (!text) return null;
	const { servedAt, snapshot } = JSON.parse(text) as FirstPicture; // written by the door that serves this very page
	return Math.abs(now - servedAt) <= freshMs ? snapshot : null;
}
