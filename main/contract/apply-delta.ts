// Folds a change into the picture. Apart from the schemas, so that the window can use it without bundling them.
import type { Delta, Snapshot } from "./snapshot.ts";

/** The picture after `delta`. Never mutates its argument. */
export function applyDelta(snapshot: Snapshot, delta: Delta): Snapshot {
	return { ...snapshot, ...(delta as Partial<Snapshot>) };
}
