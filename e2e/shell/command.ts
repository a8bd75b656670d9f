// What a test tells the doubled system, and what it hears back.
export type Command = { readonly id: number } & (
	| { readonly kind: "look" }
	| { readonly kind: "close-window" }
	| { readonly kind: "crash-window" }
	| { readonly kind: "quit" }
	| { readonly kind: "press-tray"; readonly label: string }
	| { readonly kind: "link"; readonly url: string }
);

export interface Answer {
	readonly id: number;
	/** Windows there are, after the command. */
	readonly windows: number;
	/** The first window's options. */
	readonly options: { readonly webPreferences?: object } | null;
	readonly did: readonly string[];
	/** `image` is a file's path, `menu` the labels of what can be pressed on the first level. */
	readonly tray: { readonly trays: number; readonly image: string; readonly tooltip: string; readonly menu: string[] };
	/** Titles of the notifications shown so far. */
	readonly notices: readonly string[];
}
