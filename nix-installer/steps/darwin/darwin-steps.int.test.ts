// Setup of a Mac on paper with the power failing at every moment.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { quietly } from "../../engine/fixture-world.ts";
import { leaveMac, newMac, type PaperMac, startMac, wantedOn } from "./fixture-mac.ts";

const apply = (mac: PaperMac) => {
	const engine = startMac(mac);
	return engine.apply(engine.plan(wantedOn("plan")), quietly());
};

test("cut off at every moment: it goes on to the end, and goes back to nothing", async () => {
	const whole = newMac();
	expect((await apply(whole)).end).toBe("done");
	leaveMac(whole);
	for (let cutAt = 0; cutAt < whole.calls; cutAt++) {
		for (const direction of ["on", "back"] as const) {
			const mac = newMac();
			mac.cutAt = cutAt;
			await apply(mac).catch(() => null);
			mac.cutAt = Number.POSITIVE_INFINITY;
			if (direction === "on") {
				const { end } = await startMac(mac).resume(quietly());
				expect(end === "nothing" ? (await apply(mac)).end : end, `cut at ${cutAt}`).toBe("done");
			}
			await startMac(mac).undo(quietly());
			expect(startMac(mac).status().leftovers, `cut at ${cutAt}`).toEqual([]);
			expect(existsSync(join(mac.root, "nix")), `cut at ${cutAt}, ${direction}`).toBe(false);
			leaveMac(mac);
		}
	}
	console.log(`cut off at ${whole.calls} moments, both ways: all went on or back`);
	expect(whole.calls).toBeGreaterThan(15);
});
