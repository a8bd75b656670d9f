// Where the window is: the part of the address after "#". The doors then serve one file and need to know no page.
import { useSyncExternalStore } from "react";

export type Route =
	| { readonly page: "lending" }
	| { readonly page: "allow" }
	| { readonly page: "history" }
	| { readonly page: "receipt"; readonly id: string }
	| { readonly page: "this-pc" };

/** Reads an address; anything unknown is the Lending page. */
export function parseRoute(hash: string): Route {
	const [first, second] = hash.replace(/^#\/?/, "").split("/");
	if (first === "allow" || first === "history" || first === "this-pc") {
		if (first === "history" && second) return { page: "receipt", id: decodeURIComponent(second) };
		return { page: first };
	}
	return { page: "lending" };
}

/** The address of a page, for links. */
export function hrefOf(route: Route): string {
	return route.page === "receipt" ? `#/history/${encodeURIComponent(route.id)}` : `#/${route.page}`;
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
