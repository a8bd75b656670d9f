import { expect, it } from "vitest";
import { hrefOf, parseRoute, type Route } from "./route.ts";

const routes: Route[] = [
	{ page: "lending" },
	{ page: "allow" },
	{ page: "allow", share: "half" },
	{ page: "history" },
	{ page: "receipt", id: "a b/c" },
	{ page: "setup" },
	{ page: "setup", screen: "plan" },
	{ page: "setup", screen: "agree", part: "base" },
	{ page: "this-pc" },
];

it.each(routes)("finds its way back to $page", (route) => {
	expect(parseRoute(hrefOf(route))).toEqual(route);
});

it("takes any other address as the Lending page", () => {
	for (const hash of ["", "#", "#/", "#/nowhere", "#/receipt/1"]) expect(parseRoute(hash)).toEqual({ page: "lending" });
});

it("takes a share nobody knows as the Allow page", () => {
	expect(parseRoute("#/allow/double")).toEqual({ page: "allow" });
});
