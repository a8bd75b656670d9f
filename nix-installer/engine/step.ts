// One reversible act of setup. A step never decides what else happens: the engine runs it, journals it and undoes it.

/** What a probe finds on this PC, before or after an act. */
export type Probe =
	/** Not there: acting would add it. */
	| { readonly found: "absent" }
	/** There, and ours: the act is done. */
	| { readonly found: "ours" }
	/** There before us: taken as it is, and never undone. */
	| { readonly found: "theirs"; readonly detail: string }
	/** Half there: the act was cut off; acting again completes it, undoing removes what there is. */
	| { readonly found: "partial"; readonly detail: string };
