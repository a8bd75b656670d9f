import { expect, it } from "vitest";
import type { Snapshot } from "../main/contract/snapshot.ts";
import { readFirstPicture } from "./first-picture.ts";

const snapshot = { seq: 7 } as unknown as Snapshot;
const page = (textContent: string | null) =>
	({
		getElementById: (id: string) => (id === "first-picture" && textContent !== null ? { textContent } : null),
	}) as Document;

it("reads the picture of a page just served", () => {
	expect(readFirstPicture(page(JSON.stringify({ servedAt: 5000, snapshot })), 6000)).toEqual(snapshot);
});
it("takes no old page's word for the present, nor one from the future", () => {
	expect(readFirstPicture(page(JSON.stringify({ servedAt: 5000, snapshot })), 60_000)).toBeNull();
	expect(readFirstPicture(page(JSON.stringify({ servedAt: 60_000, snapshot })), 5000)).toBeNull();
});
it("has none where the door wrote none", () => {
	expect(readFirstPicture(page(null), 5000)).toBeNull();
	expect(readFirstPicture(page(""), 5000)).toBeNull();
});
