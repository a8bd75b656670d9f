import { expect, it } from "vitest";
import { isFitNats } from "./nats-version.ts";

it.each(["2.12.12", "2.12.15", "2.14.3", "2.14.5", "2.15.1", "v2.15.0-RC.1", "2.100.0", "3.0.0"])(
	"takes %s",
	(version) => {
		expect(isFitNats(version)).toBe(true);
	},
);

it.each(["2.9.10", "2.10.27", "2.12.11", "2.13.9", "2.14.2", "1.99.99", "", "2.14", "newest"])(
	"refuses %s",
	(version) => {
		expect(isFitNats(version)).toBe(false);
	},
);
