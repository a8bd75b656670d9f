import fc from "fast-check";
import { expect, it } from "vitest";
import { type FirstPicture, withFirstPicture } from "./first-picture.ts";
import type { Snapshot } from "./snapshot.ts";

const page = "<!doctype html><html><head><title>Hearth</title></head><body></body></html>";
const picture = (title: string): FirstPicture => ({
	servedAt: 1000,
	snapshot: { device: { name: title } } as unknown as Snapshot,
});

it("comes out of the page as it went in, whatever a job or a PC is called", () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.constantFrom("</script><script>alert(1)", "<!--", "$&", "$'")), (title) => {
			const html = withFirstPicture(page, picture(title));
			const blocks = [...html.matchAll(/<script type="application\/json" id="first-picture">(.*?)<\/script>/gs)];
			expect(blocks).toHaveLength(1);
			expect(JSON.parse(blocks[0]?.[1] ?? "")).toEqual(JSON.parse(JSON.stringify(picture(title))));
			expect(html.match(/<script/g)).toHaveLength(1);
		}),
	);
});

it("leaves a page without a head as it is", () => {
	expect(withFirstPicture("<p>no head", picture("x"))).toBe("<p>no head");
});
