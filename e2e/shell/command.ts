// What a test tells the doubled system, and what it hears back.
export type Command = { readonly id: number } & (
	| { readonly kind: "look" }
	| { readonly kind: "close-window" }
	| { readonly kind: "crash-window" }
	| { readonly kind: "quit" }
	| { readonly kind: "link"; readonly url: string }
);

export interface Answer {
	readonly id: number;
	/** Windows there are, after the command. */
	readonly windows: number;
	/** The first window's options. */
	readonly options: { readonly webPreferences?: object } | null;
	readonly did: readonly string[];
}
