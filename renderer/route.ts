// Where the window is: the part of the address after "#". The doors then serve one file and need to know no page.
import { useSyncExternalStore } from "react";
import { type AmountShare, amountShares } from "../main/contract/amount-share.ts";

export type Route =
	| { readonly page: "lending" }
	/** `share`: filled in with that share of what is allowed now. */
	| { readonly page: "allow"; readonly share?: AmountShare }
	| { readonly page: "history" }
	| { readonly page: "receipt"; readonly id: string }
	/** Without a screen: wherever setup is. */
	| { readonly page: "setup"; readonly screen?: SetupScreen; readonly part?: string }
	| { readonly page: "this-pc" };

const setupScreens = ["who", "plan", "agree", "done", "remove"] as const;
export type SetupScreen = (typeof setupScreens)[number];

/** Reads an address; anything unknown is the Lending page. */
export function parseRoute(hash: string): Route {
	const [first, second, third] = hash.replace(/^#\/?/, "").split("/");
	if (first === "allow" || first === "history" || first === "this-pc") {
		const share = first === "allow" ? amountShares.find((one) => one === second) : undefined;
		if (first === "allow" && share) return { page: first, share };
		if (first === "history" && second) return { page: "receipt", id: decodeURIComponent(second) };
		return { page: first };
	}
	if (first === "setup") {
		const screen = setupScreens.find((one) => one === second);
		if (!screen) return { page: "setup" };
		return screen === "agree" && third ? { page: "setup", screen, part: third } : { page: "setup", screen };
	}
	return { page: "lending" };
}

/** The address of a page, for links. */
export function hrefOf(route: Route): string {
	if (route.page === "receipt") return `#/history/${encodeURIComponent(route.id)}`;
	if (route.page === "setup") return ["#", route.page, route.screen, route.part].filter((one) => one).join("/");
	return route.page === "allow" && route.share ? `#/allow/${route.share}` : `#/${route.page}`;
}

export function goTo(route: Route): void {
	window.location.hash = hrefOf(route);
}

const subscribe = (tell: () => void) => {
	window.addEventListener("hashchange", tell);
	return () => window.removeEventListener("hashchange", tell);
};

/** The address now; the component renders again when it changes. */
export function useHash(): string {
	return useSyncExternalStore(subscribe, () => window.location.hash);
}
