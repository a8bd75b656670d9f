import { expect, it } from "vitest";
import { hrefOf, parseRoute, type Route } from "./route.ts";

const routes: Route[] = [
	{ page: "lending" },
	{ page: "allow" },
	{ page: "history" },
	{ page: "receipt", id: "a b/c" },
	{ page: "this-pc" },
];

it.each(routes)("finds its way back to $page", (route) => {
	expect(parseRoute(hrefOf(route))).toEqual(route);
});

it("takes any other address as the Lending page", () => {
	for (const hash of ["", "#", "#/", "#/nowhere", "#/receipt/1"]) expect(parseRoute(hash)).toEqual({ page: "lending" });
});
